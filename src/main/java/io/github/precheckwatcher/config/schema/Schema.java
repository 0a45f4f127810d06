package io.github.precheckwatcher.config.schema;

import static java.util.Objects.requireNonNull;

import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import io.smallrye.config.WithParentName;
import io.smallrye.config.common.utils.StringUtil;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What may stand at a place of a configuration file. Read from the mapping interfaces, which are the one home of keys,
 * types and defaults.
 */
public sealed interface Schema {
    /**
     * A group of known keys.
     *
     * @param keys as they are written; a key's own name is what the tree calls it
     * @param refused keys that are refused for a reason of their own: the words for it by key
     */
    record Group(SortedMap<String, Key> keys, Map<String, String> refused) implements Schema {}

    /** Names that the user chooses, each with the same shape below it. */
    record Named(Schema each) implements Schema {}

    /**
     * A list.
     *
     * @param each what its elements are
     * @param orOne whether one value without brackets is a list too
     */
    record Many(Schema each, boolean orOne) implements Schema {}

    /**
     * One value.
     *
     * @param type its Java type
     * @param hidden whether it may never be shown
     */
    record Scalar(Class<?> type, boolean hidden) implements Schema {}

    /**
     * A key of a group.
     *
     * @param name as {@link ConfigTree} calls it: in kebab-case
     * @param schema what may stand there
     * @param required whether it must be there
     * @param byDefault the default as written in the mapping interface
     */
    record Key(String name, Schema schema, boolean required, Optional<String> byDefault) {
        public Key {
            requireNonNull(name, "name");
            requireNonNull(schema, "schema");
            requireNonNull(byDefault, "byDefault");
        }
    }

    /** The shape of one or more mapping interfaces whose keys stand in the same group. */
    static Group of(Class<?>... interfaces) {
        SortedMap<String, Key> keys = new TreeMap<>();
        Map<String, String> refused = new TreeMap<>();
        for (Class<?> mapping : interfaces) {
            for (Method method : mapping.getMethods()) {
                Key key = key(method);
                keys.put(key.name(), key);
                Optional.ofNullable(method.getAnnotation(RenamedFrom.class))
                        .ifPresent(old -> refused.put(old.value(), "renamed to " + key.name()));
            }
            for (RefusedKey key : mapping.getDeclaredAnnotationsByType(RefusedKey.class)) {
                refused.put(key.key(), key.why());
            }
        }
        keys.replaceAll((name, key) -> isSecret(name, keys) ? hidden(key) : key);
        return new Group(keys, refused);
    }

    /** The group with further keys. */
    static Group with(Group group, Map<String, Schema> further) {
        SortedMap<String, Key> keys = new TreeMap<>(group.keys());
        further.forEach((name, schema) -> keys.put(name, new Key(name, schema, false, Optional.empty())));
        return new Group(keys, group.refused());
    }

    /** The group without some of its keys: they are refused, each for the reason that stands beside it. */
    static Group refusing(Group group, Map<String, String> reasons) {
        SortedMap<String, Key> keys = new TreeMap<>(group.keys());
        keys.keySet().removeAll(reasons.keySet());
        Map<String, String> refused = new TreeMap<>(group.refused());
        refused.putAll(reasons);
        return new Group(keys, refused);
    }

    /** The group with one of its keys required. */
    static Group requiring(Group group, String name) {
        SortedMap<String, Key> keys = new TreeMap<>(group.keys());
        keys.computeIfPresent(name, (same, key) -> new Key(name, key.schema(), true, key.byDefault()));
        return new Group(keys, group.refused());
    }

    /** The group as JSON writes it: its keys, and those of the groups below it, in camelCase. Their names stay. */
    static Group camelCase(Group group) {
        SortedMap<String, Key> keys = new TreeMap<>();
        group.keys().forEach((name, key) -> {
            Schema schema = key.schema() instanceof Group below ? camelCase(below) : key.schema();
            keys.put(camelCase(name), new Key(key.name(), schema, key.required(), key.byDefault()));
        });
        Map<String, String> refused = new TreeMap<>();
        group.refused().forEach((name, why) -> {
            String words = why;
            for (String key : group.keys().keySet()) {
                words = words.replace(key, camelCase(key));
            }
            refused.put(camelCase(name), words);
        });
        return new Group(keys, refused);
    }

    /** {@code task-id} is {@code taskId}. */
    static String camelCase(String key) {
        StringBuilder camel = new StringBuilder();
        for (String word : key.split("-")) {
            camel.append(camel.isEmpty() ? word : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
        }
        return camel.toString();
    }

    /** The names below a mapping interface that is nothing but one map. */
    static Schema ofNames(Class<?> mapping) {
        for (Method method : mapping.getMethods()) {
            if (method.isAnnotationPresent(WithParentName.class)) {
                return schema(method.getGenericReturnType(), false, false);
            }
        }
        throw new IllegalArgumentException(mapping + " has no map with its parent's name");
    }

    private static Key key(Method method) {
        String name = Optional.ofNullable(method.getAnnotation(WithName.class))
                .map(WithName::value)
                .orElseGet(() -> StringUtil.skewer(method.getName()));
        Optional<String> byDefault =
                Optional.ofNullable(method.getAnnotation(WithDefault.class)).map(WithDefault::value);
        Schema schema = schema(
                method.getGenericReturnType(),
                name.equals("headers") || name.equals("password"),
                method.isAnnotationPresent(OneOrMany.class));
        boolean optional = method.getReturnType() == Optional.class || !(schema instanceof Scalar);
        return new Key(name, schema, !optional && byDefault.isEmpty(), byDefault);
    }

    /** A value has a secret when the file form of its key exists, which every secret has. */
    private static boolean isSecret(String name, Map<String, Key> keys) {
        return keys.containsKey(name + "-file")
                || (name.endsWith("s") && keys.containsKey(name.substring(0, name.length() - 1) + "-files"));
    }

    private static Key hidden(Key key) {
        return new Key(key.name(), hidden(key.schema()), key.required(), key.byDefault());
    }

    private static Schema hidden(Schema schema) {
        if (schema instanceof Scalar scalar) {
            return new Scalar(scalar.type(), true);
        }
        return schema instanceof Many many ? new Many(hidden(many.each()), many.orOne()) : schema;
    }

    private static Schema schema(Type type, boolean hidden, boolean orOne) {
        if (type instanceof ParameterizedType generic) {
            Type[] of = generic.getActualTypeArguments();
            if (generic.getRawType() == Optional.class) {
                return schema(of[0], hidden, orOne);
            }
            if (generic.getRawType() == List.class) {
                return new Many(schema(of[0], hidden, false), orOne);
            }
            if (generic.getRawType() == Map.class) {
                return new Named(schema(of[1], hidden, false));
            }
        }
        Class<?> plain = (Class<?>) type;
        // an address may carry a token or a password, so no address is shown
        return plain.isInterface() && plain != java.nio.file.Path.class
                ? of(plain)
                : new Scalar(plain, hidden || plain == URI.class);
    }
}

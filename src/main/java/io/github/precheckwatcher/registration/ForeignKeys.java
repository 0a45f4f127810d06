package io.github.precheckwatcher.registration;

import static java.util.Objects.requireNonNull;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * The keys outside {@code watcher} that something of ours needs: what they say, wherever they are set, and where the file
 * has them.
 *
 * @param values as Quarkus would read them; costs more than the rest of the check, so it is asked only where needed
 * @param places by whole key, as {@code quarkus.mailer.from}
 */
record ForeignKeys(Supplier<SmallRyeConfigBuilder> values, Map<String, Place> places) {
    /** The profile that a daemon runs with; its keys go before those without a profile. */
    private static final String PROFILE = "%prod.";

    ForeignKeys {
        requireNonNull(values, "values");
        places = Map.copyOf(places);
    }

    /** @param root the file's tree, known to be bounded; empty: there is none */
    static ForeignKeys of(Optional<Node> root, String shown, Supplier<SmallRyeConfigBuilder> values) {
        Map<String, Place> places = new HashMap<>();
        root.ifPresent(node -> collect(node, "", shown, places));
        return new ForeignKeys(values, places);
    }

    /** Where the file has this key or, with one that is a group, the group; empty: it is set elsewhere, or nowhere. */
    Optional<Place> place(String key) {
        return Optional.ofNullable(places.get(PROFILE + key)).or(() -> Optional.ofNullable(places.get(key)));
    }

    private static void collect(Node node, String path, String shown, Map<String, Place> places) {
        if (!(node instanceof MappingNode mapping)) {
            return;
        }
        for (NodeTuple tuple : mapping.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key) {
                String name = YamlMap.join(path, key.getValue());
                String plain = name.startsWith(PROFILE) ? name.substring(PROFILE.length()) : name;
                places.putIfAbsent(name, Place.line(shown, YamlMap.line(key), Shown.key(plain)));
                collect(tuple.getValueNode(), name, shown, places);
            }
        }
    }
}

package io.github.precheckwatcher.config.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A key that is no typo but cannot be used in this group of a configuration file: it comes in a later version, or it
 * stands elsewhere. Groups that extend this one do not inherit it.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@Repeatable(RefusedKey.All.class)
public @interface RefusedKey {
    /** What is said of a key that comes in a later version. */
    String NOT_YET = "is not available yet";

    /** The key, as it would be written in the file. */
    String key();

    /** Why it is refused, in words that follow the key. */
    String why() default NOT_YET;

    /** All refused keys of one group. */
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.TYPE)
    @interface All {
        /** Each of them. */
        RefusedKey[] value();
    }
}

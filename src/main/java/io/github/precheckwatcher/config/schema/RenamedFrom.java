package io.github.precheckwatcher.config.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The name that a key of a configuration file had before; that name is refused with the new one. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface RenamedFrom {
    /** The old name, as it was written in the file. */
    String value();
}

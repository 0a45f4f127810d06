package io.github.precheckwatcher.store.database;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.github.precheckwatcher.precheck.CheckItem;
import io.github.precheckwatcher.precheck.Grade;
import io.github.precheckwatcher.precheck.Tally;
import java.util.Optional;

/** How maps, lists and records are kept in a text column. Fields that a newer version wrote are ignored. */
public final class StoredJson {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .addModule(new Jdk8Module())
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .addMixIn(CheckItem.class, StoredItem.class)
            .addMixIn(Tally.class, StoredTally.class)
            .build();

    /** Rows say of an item what Security Center says; more only where there is more. */
    private interface StoredItem {
        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<Grade> graded();

        @JsonInclude(JsonInclude.Include.NON_ABSENT)
        Optional<String> remedy();
    }

    /** The same of counts. */
    private interface StoredTally {
        @JsonInclude(JsonInclude.Include.NON_DEFAULT)
        int notRun();
    }

    private StoredJson() {}

    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("cannot be written as JSON: " + value.getClass(), e);
        }
    }

    public static <T> T read(String json, TypeReference<T> type) {
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds JSON that cannot be read as " + type.getType(), e);
        }
    }
}

package io.github.precheckwatcher.api.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;

/**
 * Refuses a body with a value of another type than its field's, or with a key twice: read as something else, or as
 * nothing, it would make a filter wider than the caller meant.
 */
@Singleton
final class StrictJson implements ObjectMapperCustomizer {
    @Override
    public void customize(ObjectMapper mapper) {
        mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
        refuse(mapper.coercionConfigDefaults(), CoercionInputShape.EmptyString);
        refuse(
                mapper.coercionConfigFor(LogicalType.Textual),
                CoercionInputShape.Integer,
                CoercionInputShape.Float,
                CoercionInputShape.Boolean);
        refuse(
                mapper.coercionConfigFor(LogicalType.Boolean),
                CoercionInputShape.Integer,
                CoercionInputShape.String,
                CoercionInputShape.EmptyString);
        refuse(
                mapper.coercionConfigFor(LogicalType.Integer),
                CoercionInputShape.Float,
                CoercionInputShape.String,
                CoercionInputShape.EmptyString);
        refuse(
                mapper.coercionConfigFor(LogicalType.DateTime),
                CoercionInputShape.Integer,
                CoercionInputShape.Float,
                CoercionInputShape.EmptyString);
    }

    private static void refuse(MutableCoercionConfig type, CoercionInputShape... shapes) {
        for (CoercionInputShape shape : shapes) {
            type.setCoercion(shape, CoercionAction.Fail);
        }
    }
}

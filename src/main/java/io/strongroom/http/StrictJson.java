package io.strongroom.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import io.strongroom.token.ClientId;
import io.strongroom.token.EnvironmentName;
import io.strongroom.token.ImportId;
import io.strongroom.token.KeyId;
import io.strongroom.token.Name;
import io.strongroom.token.SecretText;
import io.strongroom.token.TenantId;
import io.strongroom.token.Uid;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.Function;

/**
 * JSON without guesses: what is not exactly what was asked for is refused with its member named.
 */
@Singleton
class StrictJson implements ObjectMapperCustomizer {
  private static final CoercionInputShape[] NO_TEXT = {
    CoercionInputShape.Integer, CoercionInputShape.Float, CoercionInputShape.Boolean
  };
  private static final CoercionInputShape[] NO_NUMBER = {
    CoercionInputShape.String, CoercionInputShape.EmptyString, CoercionInputShape.Float
  };

  /** Last, so that nothing that is registered later reads or writes our values in its own way. */
  @Override
  public int priority() {
    return Integer.MIN_VALUE;
  }

  @Override
  public void customize(ObjectMapper mapper) {
    mapper.enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    mapper.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
    mapper.enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS);
    mapper.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    mapper.setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
    for (CoercionInputShape shape : NO_TEXT) {
      mapper.coercionConfigFor(LogicalType.Textual).setCoercion(shape, CoercionAction.Fail);
    }
    for (CoercionInputShape shape : NO_NUMBER) {
      mapper.coercionConfigFor(LogicalType.Integer).setCoercion(shape, CoercionAction.Fail);
      mapper.coercionConfigFor(LogicalType.Boolean).setCoercion(shape, CoercionAction.Fail);
    }
    mapper
        .coercionConfigFor(LogicalType.Boolean)
        .setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
    mapper.registerModule(values());
  }

  private static SimpleModule values() {
    SimpleModule values = new SimpleModule("strongroom");
    values.setDeserializerModifier(new ExplicitNulls());
    text(values, Uid.class, Uid::new);
    text(values, ClientId.class, ClientId::new);
    text(values, EnvironmentName.class, EnvironmentName::new);
    text(values, TenantId.class, TenantId::new);
    text(values, KeyId.class, KeyId::new);
    text(values, ImportId.class, ImportId::new);
    text(values, Name.class, Name::new);
    // A secret is read and never written: whoever answers with one reveals it on purpose.
    values.addDeserializer(
        SecretText.class, new ScalarReader<>(SecretText.class, "a string", SecretText::of));
    values.addDeserializer(
        Instant.class,
        new ScalarReader<>(
            Instant.class,
            "a time like 2030-01-31T12:00:00Z",
            text -> Instant.parse(text).truncatedTo(ChronoUnit.SECONDS)));
    values.addSerializer(Instant.class, new WholeSeconds());
    return values;
  }

  private static <T> void text(SimpleModule module, Class<T> type, Function<String, T> construct) {
    module.addDeserializer(type, new ScalarReader<>(type, "a string", construct));
    module.addSerializer(type, ToStringSerializer.instance);
  }
}

package io.strongroom.http;

import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBuilder;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.NullValueProvider;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.util.AccessPattern;
import org.jspecify.annotations.Nullable;

/**
 * Tells a member that is {@code null} from one that is absent: the first is refused, unless the
 * member says that null means something; what the second means is the record's to say.
 */
final class ExplicitNulls extends BeanDeserializerModifier {
  private static final long serialVersionUID = 1L;

  @Override
  public BeanDeserializerBuilder updateBuilder(
      DeserializationConfig config, BeanDescription bean, BeanDeserializerBuilder builder) {
    SettableBeanProperty[] members = builder.getValueInstantiator().getFromObjectArguments(config);
    for (int i = 0; members != null && i < members.length; i++) {
      if (members[i].getMetadata().getValueNulls() != Nulls.SET) {
        members[i] = members[i].withNullProvider(new Refusing(members[i].getName()));
      }
    }
    return builder;
  }

  private record Refusing(String member) implements NullValueProvider {
    @Override
    public Object getNullValue(DeserializationContext context) throws JsonMappingException {
      throw new InvalidScalar(context.getParser(), "must not be null");
    }

    @Override
    public @Nullable Object getAbsentValue(DeserializationContext context) {
      return null;
    }

    @Override
    public AccessPattern getNullAccessPattern() {
      return AccessPattern.DYNAMIC;
    }
  }
}

package io.strongroom.upstream;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Environments' settings that differ from the defaults in what a test names. */
public final class TestSettings {
  private TestSettings() {}

  /** Of the grant {@code static}. */
  static EnvironmentSettings ofStatic(Object... overrides) {
    List<Object> all = new ArrayList<>(List.of("grant", "static"));
    all.addAll(Arrays.asList("tokenEndpoint", null, "baseUrl", "https://shop.example.test"));
    all.addAll(Arrays.asList(overrides));
    return with(all.toArray());
  }

  /**
   * @param overrides members and their values, in turn
   */
  public static EnvironmentSettings with(Object... overrides) {
    Map<String, Object> members = new HashMap<>();
    members.put("grant", "x-token");
    members.put("tokenEndpoint", "https://idp.example.test/token");
    for (int i = 0; i < overrides.length; i += 2) {
      members.put((String) overrides[i], overrides[i + 1]);
    }
    RecordComponent[] components = EnvironmentSettings.class.getRecordComponents();
    Object[] values =
        Arrays.stream(components).map(component -> members.remove(component.getName())).toArray();
    if (!members.isEmpty()) {
      throw new IllegalArgumentException("no such members: " + members.keySet());
    }
    return made(components, values);
  }

  private static EnvironmentSettings made(RecordComponent[] components, Object[] values) {
    try {
      Class<?>[] types =
          Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
      Constructor<EnvironmentSettings> constructor =
          EnvironmentSettings.class.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      throw (RuntimeException) e.getCause();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }
}

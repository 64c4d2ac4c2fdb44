package io.strongroom.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.strongroom.token.Fault;
import io.strongroom.token.InvalidValue;

/**
 * Reads JSON objects one by one, each as strictly as a whole body.
 *
 * <p>Used where a body is a stream of them. May be shared by threads.
 */
public final class StrictReader<T> {
  private final ObjectReader reader;
  private final String whole;

  /**
   * @param json the mapper of this service
   * @param whole how one of the objects is called where no member of it is to blame
   */
  public StrictReader(ObjectMapper json, Class<T> type, String whole) {
    this.reader = json.readerFor(type);
    this.whole = whole;
  }

  /**
   * @throws InvalidValue naming the member, or the object as a whole, and the rule
   */
  public T read(String text) {
    try {
      T value = reader.readValue(text);
      return InvalidValue.required(value, whole);
    } catch (JsonMappingException e) {
      throw broken(JsonFaults.mapping(e));
    } catch (JsonProcessingException e) {
      throw broken(JsonFaults.unreadable(e));
    }
  }

  private InvalidValue broken(Fault fault) {
    return fault.members().get("member") instanceof String member
        ? new InvalidValue(member, fault.detail().substring(member.length() + ": ".length()))
        : new InvalidValue(whole, "must be one well-formed JSON object");
  }
}

package io.strongroom.imports;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.strongroom.http.StrictReader;
import io.strongroom.token.InvalidValue;
import io.strongroom.vault.ImportedAccount;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Reads a line as a user who is brought in. */
final class LineReader {
  private final StrictReader<ImportedAccount> json;

  LineReader(ObjectMapper mapper) {
    this.json = new StrictReader<>(mapper, ImportedAccount.class, Reject.WHOLE);
  }

  /**
   * @throws InvalidValue naming member and rule
   */
  ImportedAccount read(Lines.Line line) {
    byte[] text = line.text();
    if (text == null) {
      throw new InvalidValue(
          Reject.WHOLE, "must not be longer than " + Lines.MAX_LINE_BYTES + " bytes");
    }
    return json.read(utf8(text));
  }

  /** What is no UTF-8 is refused and not guessed: a token must not be changed on its way. */
  private static String utf8(byte[] text) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text)).toString();
    } catch (CharacterCodingException e) {
      throw new InvalidValue(Reject.WHOLE, "must be UTF-8");
    }
  }
}

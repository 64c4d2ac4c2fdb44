package io.strongroom.imports;

import io.strongroom.service.VaultTenant;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/** An upload whose caller sends what it likes when it likes, and may hang up. */
public final class OpenUpload implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 90_000;

  private final Socket socket;
  private final OutputStream out;

  private OpenUpload(Socket socket) throws IOException {
    this.socket = socket;
    this.out = socket.getOutputStream();
  }

  /** Sends the head of a request whose body comes in chunks. */
  public static OpenUpload put(URI service, String key, VaultTenant tenant, String id) {
    return begin(service, key, "PUT " + tenant.path("/imports/" + id));
  }

  static OpenUpload begin(URI service, String key, String call) {
    try {
      Socket socket = new Socket(service.getHost(), service.getPort());
      socket.setSoTimeout(PATIENCE_MILLIS);
      OpenUpload upload = new OpenUpload(socket);
      upload.write(
          call
              + " HTTP/1.1\r\nHost: vault\r\nApi-Key: "
              + key
              + "\r\nTransfer-Encoding: chunked\r\n\r\n");
      return upload;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  public OpenUpload send(String lines) throws IOException {
    byte[] bytes = lines.getBytes(StandardCharsets.UTF_8);
    write(Integer.toHexString(bytes.length) + "\r\n");
    out.write(bytes);
    write("\r\n");
    return this;
  }

  /** Ends the body and gives the answer. */
  public String end() throws IOException {
    write("0\r\n\r\n");
    return answer();
  }

  /** Head and body of the answer; the body has a length. */
  String answer() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new IOException("no answer");
      }
      head.write(next);
    }
    String text = head.toString(StandardCharsets.ISO_8859_1);
    String length = text.replaceFirst("(?is).*content-length: ([0-9]+).*", "$1");
    return text
        + new String(
            socket.getInputStream().readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8);
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}

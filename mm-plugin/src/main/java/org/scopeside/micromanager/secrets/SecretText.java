package org.scopeside.micromanager.secrets;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Secrets as the platform's programs get them: Base64, which passes every shell and code page. */
final class SecretText {
  private SecretText() {}

  static String encode(String secret) {
    return Base64.getEncoder().encodeToString(secret.getBytes(StandardCharsets.UTF_8));
  }

  static String decode(String text) throws IOException {
    try {
      return new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IOException("what was kept there is not a secret of Scopeside");
    }
  }
}

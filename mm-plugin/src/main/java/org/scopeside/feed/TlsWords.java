package org.scopeside.feed;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;

/** Why a TLS connection was not made, in a user's words and with what to do. */
final class TlsWords {
  private static final int DEEPEST = 12;

  private TlsWords() {}

  static String of(Throwable problem) {
    String all = messages(problem).toLowerCase(Locale.ROOT);
    if (KafkaWords.find(problem, CertificateExpiredException.class) != null) {
      return "the broker's certificate has expired: it needs a new one (or this computer's date is"
          + " wrong)";
    }
    if (KafkaWords.find(problem, CertificateNotYetValidException.class) != null) {
      return "the broker's certificate is not valid yet: look at this computer's date";
    }
    if (all.contains("subject alternative") || all.contains("no name matching")) {
      return "the broker's certificate is for another host name than the one in"
          + " bootstrap.servers: use the name in the certificate ("
          + KafkaWords.innermost(problem)
          + ")";
    }
    if (KafkaWords.find(problem, CertPathBuilderException.class) != null
        || all.contains("certification path")
        || all.contains("path validation")) {
      return "the broker's certificate is not trusted here: set ssl.truststore.location (and"
          + " ssl.truststore.type, for example PEM) to a file with the certificate of who signed"
          + " it";
    }
    if (all.contains("unrecognized ssl message") || all.contains("plaintext")) {
      return "the broker speaks without TLS on this port: set security.protocol to PLAINTEXT or"
          + " SASL_PLAINTEXT";
    }
    if (all.contains("bad_certificate") || all.contains("certificate_required")) {
      return "the broker wants a certificate of this client: set ssl.keystore.location and"
          + " ssl.keystore.password";
    }
    return "TLS failed: " + KafkaWords.innermost(problem);
  }

  private static String messages(Throwable problem) {
    StringBuilder all = new StringBuilder();
    Throwable cause = problem;
    for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
      all.append(cause.getMessage()).append('\n');
      cause = cause.getCause();
    }
    return all.toString();
  }
}

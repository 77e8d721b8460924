package org.scopeside.feed;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.scopeside.feed.SettingsCheck.Address;

/**
 * Finds out what is spoken at an address, which Kafka's client cannot tell: it waits for the time
 * to run out. Sends requests that any Kafka broker answers before a login or without one
 * (ApiVersions version 0, SaslHandshake version 1, Metadata version 1), with and without TLS. No
 * secret is sent, so that the certificate need not be trusted here.
 */
final class WireProbe {
  private static final int API_VERSIONS = 18;
  private static final int SASL_HANDSHAKE = 17;
  private static final int METADATA = 3;
  private static final int CORRELATION = 0x5C09E;
  private static final int ILLEGAL_SASL_STATE = 34;
  private static final int MOST_BYTES = 1 << 20;
  private static final int MOST_NAMES = 100;
  private static final int HTTP = 0x48545450;
  private static final int TLS_ALERT = 0x1503;
  private static final int TLS_HANDSHAKE = 0x1603;

  private final Address address;
  private final int readMs;

  WireProbe(Address address, int readMs) {
    this.address = address;
    this.readMs = readMs;
  }

  /** What answers. */
  enum Spoken {
    KAFKA,
    HTTP,
    TLS,
    /** It ends the connection. */
    NOTHING,
    /** It says nothing. */
    SILENCE,
    SOMETHING_ELSE
  }

  /** The answer without TLS. */
  Spoken plain() throws IOException {
    try (Socket socket = connect()) {
      return askVersions(socket.getInputStream(), socket.getOutputStream());
    }
  }

  /** The answer inside of TLS; {@link Spoken#SOMETHING_ELSE} where there is no TLS. */
  Spoken tls() throws IOException {
    try (SSLSocket socket = secure(connect())) {
      try {
        socket.startHandshake();
      } catch (SocketTimeoutException e) {
        return Spoken.SILENCE;
      } catch (SSLException e) {
        return alerted(e) ? Spoken.KAFKA : Spoken.SOMETHING_ELSE;
      } catch (SocketException | EOFException e) {
        return Spoken.SOMETHING_ELSE;
      }
      try {
        return askVersions(socket.getInputStream(), socket.getOutputStream());
      } catch (SSLException e) {
        return Spoken.KAFKA; // it speaks TLS and refuses us, who have no certificate
      }
    }
  }

  /** An alert is TLS, too: of a broker that wants a certificate, for example. */
  private static boolean alerted(SSLException problem) {
    return String.valueOf(problem.getMessage()).contains("fatal alert");
  }

  /** Whether an HTTP server answers, which may wait for the end of a line that we do not send. */
  boolean http() throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return new DataInputStream(socket.getInputStream()).readInt() == HTTP;
    } catch (EOFException | SocketException | SocketTimeoutException e) {
      return false;
    }
  }

  /**
   * The login mechanisms that the broker offers; empty where it takes no login, null where it does
   * not say.
   */
  @Nullable List<String> mechanisms(boolean tls, String asked) throws IOException {
    try (Socket socket = tls ? secure(connect()) : connect()) {
      byte[] name = asked.getBytes(StandardCharsets.UTF_8);
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      new DataOutputStream(body).writeShort(name.length);
      body.write(name);
      send(socket.getOutputStream(), SASL_HANDSHAKE, 1, body.toByteArray());
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int size = in.readInt();
      if (size < 10 || size > MOST_BYTES || in.readInt() != CORRELATION) {
        return null;
      }
      return mechanisms(in);
    } catch (SocketException | EOFException | SocketTimeoutException | SSLException e) {
      return null;
    }
  }

  /**
   * The addresses that brokers give of themselves (Metadata version 1 of no topic); none where the
   * broker wants a login first.
   */
  List<Address> brokers(boolean tls) throws IOException {
    try (Socket socket = tls ? secure(connect()) : connect()) {
      send(socket.getOutputStream(), METADATA, 1, new byte[Integer.BYTES]);
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int size = in.readInt();
      List<Address> brokers = new ArrayList<>();
      if (size > 8 && size <= MOST_BYTES && in.readInt() == CORRELATION) {
        int count = Math.min(MOST_NAMES, in.readInt());
        for (int i = 0; i < count; i++) {
          in.readInt(); // its id
          brokers.add(new Address(text(in), in.readInt()));
          text(in); // its rack
        }
      }
      return brokers;
    } catch (SocketException | EOFException | SocketTimeoutException | SSLException e) {
      return new ArrayList<>();
    }
  }

  private static String text(DataInputStream in) throws IOException {
    byte[] text = new byte[Math.max(0, in.readShort())];
    in.readFully(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static List<String> mechanisms(DataInputStream in) throws IOException {
    List<String> offered = new ArrayList<>();
    if (in.readShort() != ILLEGAL_SASL_STATE) {
      int count = Math.min(MOST_NAMES, in.readInt());
      for (int i = 0; i < count; i++) {
        offered.add(text(in));
      }
    }
    return offered;
  }

  private Spoken askVersions(InputStream from, OutputStream to) throws IOException {
    try {
      send(to, API_VERSIONS, 0, new byte[0]);
      DataInputStream in = new DataInputStream(from);
      int first = in.readInt();
      if (first == HTTP) {
        return Spoken.HTTP;
      }
      if (first >>> 16 == TLS_ALERT || first >>> 16 == TLS_HANDSHAKE) {
        return Spoken.TLS;
      }
      boolean plausible = first >= 6 && first <= MOST_BYTES;
      return plausible && in.readInt() == CORRELATION ? Spoken.KAFKA : Spoken.SOMETHING_ELSE;
    } catch (EOFException | SocketException e) {
      return Spoken.NOTHING;
    } catch (SocketTimeoutException e) {
      return Spoken.SILENCE;
    }
  }

  private static void send(OutputStream to, int api, int version, byte[] body) throws IOException {
    byte[] client = "scopeside-test".getBytes(StandardCharsets.US_ASCII);
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(request);
    out.writeInt(10 + client.length + body.length);
    out.writeShort(api);
    out.writeShort(version);
    out.writeInt(CORRELATION);
    out.writeShort(client.length);
    out.write(client);
    out.write(body);
    to.write(request.toByteArray());
    to.flush();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(new InetSocketAddress(address.host, address.port), AddressCheck.CONNECT_MS);
      socket.setSoTimeout(readMs);
      return socket;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private SSLSocket secure(Socket socket) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Anybody()}, null);
      return (SSLSocket)
          context.getSocketFactory().createSocket(socket, address.host, address.port, true);
    } catch (GeneralSecurityException e) {
      socket.close();
      throw new IOException("this Java has no TLS: " + e.getMessage(), e);
    }
  }

  /** Whom we ask what is spoken, and tell nothing, need not be trusted. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}

package org.scopeside.deploy;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Tells before anything is started whether a TCP port can be had. */
public final class TcpPort {
  private TcpPort() {}

  /**
   * Binds the port for a moment.
   *
   * @param host address to bind
   * @param port 0 for any free one
   * @param option how the user chooses another: {@code --port}
   * @return the port, a free one for 0
   */
  public static int probe(String host, int port, String option) throws UserErrorException {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getByName(host), port));
      return socket.getLocalPort();
    } catch (IOException | IllegalArgumentException e) {
      String fact =
          e instanceof BindException && port != 0
              ? "port " + port + " is in use"
              : "cannot listen on " + host + " port " + port + " (" + e.getMessage() + ")";
      throw new UserErrorException(ExitCode.REFUSED, fact + ": choose another with " + option, e);
    }
  }
}

package org.scopeside.feed;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.scopeside.feed.SettingsCheck.Address;

/** Whether addresses have a host that is known and a port that is open. */
final class AddressCheck {
  static final int CONNECT_MS = 2_500;

  private AddressCheck() {}

  /** Why a host name leads nowhere; null where it leads somewhere. */
  static @Nullable String unknownHost(String host) {
    try {
      InetAddress[] found = InetAddress.getAllByName(host);
      return found.length > 0 ? null : "no address for " + host;
    } catch (UnknownHostException e) {
      return "this computer does not know the name '" + host + "'";
    }
  }

  static Finding hosts(List<Address> addresses) {
    List<String> unknown = new ArrayList<>();
    for (Address address : addresses) {
      String problem = unknownHost(address.host);
      if (problem != null) {
        unknown.add(problem);
      }
    }
    if (unknown.isEmpty()) {
      return Finding.ok("known");
    }
    String words =
        String.join("; ", unknown) + ": check the spelling, the network and the name server";
    return unknown.size() == addresses.size() ? Finding.failed(words) : Finding.warning(words);
  }

  /** Why a port takes no connection; null where it does. */
  static @Nullable String closedPort(Address address) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address.host, address.port), CONNECT_MS);
      return null;
    } catch (ConnectException e) {
      return "nothing listens at " + address + " (" + e.getMessage() + ")";
    } catch (SocketTimeoutException e) {
      return "nothing answers at " + address + " within " + CONNECT_MS / 1000.0 + " s";
    } catch (IOException e) {
      return address + ": " + e.getMessage();
    }
  }

  /** Looks at all and keeps those that are open, in their order. */
  static Finding ports(List<Address> addresses, List<Address> open) {
    List<String> closed = new ArrayList<>();
    for (Address address : addresses) {
      String problem = closedPort(address);
      if (problem == null) {
        open.add(address);
      } else {
        closed.add(problem);
      }
    }
    if (closed.isEmpty()) {
      return Finding.ok("open");
    }
    String words =
        String.join("; ", closed)
            + ": is the broker started, is the port right, does a firewall stand between?";
    return open.isEmpty() ? Finding.failed(words) : Finding.warning(words);
  }
}

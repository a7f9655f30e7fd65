/// Which names mean this machine and no other.
enum LoopbackAddress {
  /// Whether a host name is loopback: `localhost`, `127.x.y.z` or `::1`.
  static func accepts(_ host: some StringProtocol) -> Bool {
    if host == "localhost" || host == "::1" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// Whether a `Host` header names this machine, with or without a port.
  static func accepts(header: String) -> Bool {
    if header.hasPrefix("["), let end = header.firstIndex(of: "]") {
      return accepts(header[...end])
    }
    return accepts(header.prefix { $0 != ":" })
  }
}

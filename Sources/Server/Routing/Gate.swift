import HTTPTypes

/// Decides who may call: the right name, from no other site, with the token, in JSON.
///
/// A web page can make a browser send requests to this machine, and can give its own domain this
/// machine's address. It cannot forge `Host`, `Origin` and `Sec-Fetch-Site`, nor send another site's
/// request as JSON without being asked, nor know the token.
struct Gate: Sendable {
  private let hosts: Set<String>
  private let origins: Set<String>
  private let token: ApiToken

  /// The gate of a server.
  ///
  /// - Parameters:
  ///   - options: The names and the token.
  ///   - port: The port it listens on.
  init(options: ServerOptions, port: Int) {
    var hosts: Set<String> = ["127.0.0.1:\(port)", "localhost:\(port)"]
    let isAddressV6 = options.host.contains(":")
    hosts.insert((isAddressV6 ? "[\(options.host)]" : options.host.lowercased()) + ":\(port)")
    for name in options.names {
      let name = name.lowercased()
      hosts.insert(name)
      if !name.contains(":") { hosts.insert("\(name):\(port)") }
    }
    self.hosts = hosts
    self.origins = Set(hosts.flatMap { ["http://\($0)", "https://\($0)"] })
      .subtracting(["https://127.0.0.1:\(port)", "https://localhost:\(port)"])
    token = options.token
  }

  /// Refuses what comes under a wrong name or from another site.
  func checkSite(_ head: HTTPRequest) throws(ApiFailure) {
    guard let host = head.authority, hosts.contains(host.lowercased()) else {
      throw ApiFailure(.forbidden, "FORBIDDEN_HOST", "This server does not answer to that name")
    }
    for origin in head.headerFields[values: .origin] where !origins.contains(origin) {
      throw ApiFailure(.forbidden, "FORBIDDEN_ORIGIN", "Pages of other sites may not call")
    }
    let isRead = head.method == .get || head.method == .head
    for site in Self.fetchSite.map({ head.headerFields[values: $0] }) ?? [] {
      // Only a person at the address bar makes a read from no site at all.
      guard site == "same-origin" || (isRead && site == "none") else {
        throw ApiFailure(.forbidden, "FORBIDDEN_ORIGIN", "Pages of other sites may not call")
      }
    }
  }

  /// Refuses what has no token, or a wrong one.
  func checkToken(_ head: HTTPRequest) throws(ApiFailure) {
    guard token.isShown(by: head.headerFields[values: .authorization]) else {
      throw ApiFailure(
        .unauthorized, "UNAUTHORIZED", "Expected Authorization: Bearer with the token",
        headers: [.wwwAuthenticate: "Bearer realm=\"sauda\""])
    }
  }

  /// Refuses a body that is not plain JSON.
  func checkContent(_ head: HTTPRequest, body: [UInt8]) throws(ApiFailure) {
    let types = head.headerFields[values: .contentType]
    if types.isEmpty, body.isEmpty { return }
    let type = types.first?.split(separator: ";", maxSplits: 1).first?.trimmingBlanks
    let coding = head.headerFields[values: .contentEncoding]
    guard types.count == 1, type?.lowercased() == "application/json",
      coding.allSatisfy({ $0.lowercased() == "identity" })
    else {
      throw ApiFailure(
        .unsupportedMediaType, "UNSUPPORTED_MEDIA_TYPE", "Expected Content-Type: application/json",
        headers: [.accept: "application/json"])
    }
  }

  private static let fetchSite = HTTPField.Name("Sec-Fetch-Site")
}

extension ApiToken {
  /// Whether the values of a request's `Authorization` show it: one, of the scheme `Bearer`.
  func isShown(by fields: [String]) -> Bool {
    let scheme = "bearer "
    return fields.count == 1 && fields[0].prefix(scheme.count).lowercased() == scheme
      && matches(fields[0].dropFirst(scheme.count).trimmingBlanks)
  }
}

extension Substring {
  /// The text without blanks at its ends.
  fileprivate var trimmingBlanks: Substring {
    var text = drop { $0 == " " || $0 == "\t" }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    return text
  }
}

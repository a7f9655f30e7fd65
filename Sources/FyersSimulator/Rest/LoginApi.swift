import Market

/// Login: the page, the redirect with the auth code, the tokens (FYERS.md §4).
struct LoginApi {
  let exchange: SimulatedExchange

  /// The answer; nil when the call is none of these.
  func answer(_ call: RestCall, at wall: EventTime) throws(Refusal) -> RestReply? {
    switch (call.method, call.path) {
    case ("GET", "/api/v3/generate-authcode"): return try authCode(call, at: wall)
    case ("POST", "/api/v3/validate-authcode"):
      let (access, refresh) = try exchange.tokens.exchange(call.json ?? .null, at: wall)
      return .ok(["access_token": .string(access), "refresh_token": .string(refresh)])
    case ("POST", "/api/v3/validate-refresh-token"):
      let access = try exchange.tokens.refresh(call.json ?? .null, at: wall)
      return .ok(["access_token": .string(access)])
    default: return nil
    }
  }

  /// A browser sees a page with a button; anything else is sent on at once.
  private func authCode(_ call: RestCall, at wall: EventTime) throws(Refusal) -> RestReply {
    guard let appID = call.parameter("client_id"), !appID.isEmpty, appID.utf8.count <= 64 else {
      throw Refusal(code: -352, message: "Please provide valid client_id")
    }
    guard let redirect = call.parameter("redirect_uri"), Self.isAddress(redirect) else {
      throw .badInput("Please provide valid redirect_uri")
    }
    guard call.parameter("response_type") == "code" else {
      throw .badInput("response_type should be code")
    }
    if call.accept.contains("text/html"), call.parameter("approve") == nil {
      return .page(page(call))
    }
    let code = exchange.tokens.issueCode(appID: appID, at: wall)
    let state = call.parameter("state") ?? ""
    let mark = redirect.contains("?") ? "&" : "?"
    let target =
      "\(redirect)\(mark)s=ok&code=200&auth_code=\(QueryText.encode(code))"
      + "&state=\(QueryText.encode(state))"
    var reply = RestReply(status: 302)
    reply.headers = [RestReply.Header(name: "Location", value: target)]
    return reply
  }

  /// Whether the text is a plain address that may stand in a header.
  private static func isAddress(_ text: String) -> Bool {
    (text.hasPrefix("http://") || text.hasPrefix("https://")) && text.utf8.count <= 1_024
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x22 && $0 != 0x3C && $0 != 0x5C }
  }

  private func page(_ call: RestCall) -> String {
    var query = call.parameters.map { "\(QueryText.encode($0.name))=\(QueryText.encode($0.value))" }
    query.append("approve=1")
    return """
      <!doctype html><html lang="en"><meta charset="utf-8"><title>Simulated login</title>
      <body><h1>Simulated login</h1><p>No account is behind this page, and no password is asked.</p>
      <p><a id="login" href="/api/v3/generate-authcode?\(query.joined(separator: "&amp;"))">Log in
      as \(SimulatedExchange.clientID)</a></p></body></html>
      """
  }

  /// What the root address shows.
  static func home(_ exchange: SimulatedExchange) -> RestReply {
    .json(
      .of([
        "simulator": .string("sauda simulate"), "symbols": .int(exchange.catalogue.all.count),
        "ticks_played": .int(exchange.market.played),
        "rest": .string("/api/v3"), "data": .string("/data"),
        "sockets": .array(
          ["/hsm/v1-5/prod", "/trade/v3", "/versova", "/quotes"].map { .string($0) }),
      ]))
  }
}

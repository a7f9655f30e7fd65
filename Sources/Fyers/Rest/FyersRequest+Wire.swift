extension FyersRequest {
  /// The request as it goes out, with the headers the official client sends.
  ///
  /// - Parameters:
  ///   - endpoints: Where the broker is.
  ///   - token: The access token; nil only for calls that need none.
  /// - Returns: The HTTP request.
  public func call(to endpoints: FyersEndpoints, token: AccessToken?) -> HTTPCall {
    let authorization: Secret? =
      switch endpoint.authorization {
      case .appAndToken: token?.header
      case .tokenOnly: token?.jwt
      case .none: nil
      }
    var headers = [HTTPCall.Header(name: "Content-Type", value: "application/json")]
    if endpoint == .depthSocketAddress { headers = [] }
    if endpoint.sendsVersion { headers.append(HTTPCall.Header(name: "version", value: "3")) }
    return HTTPCall(
      verb: endpoint.verb, address: endpoints.address(of: endpoint.base) + endpoint.path,
      query: queryText, authorization: authorization, headers: headers,
      body: body.map { Secret($0.pythonText) })
  }
}

import HTTPTypes
import Trading

/// Which path does what: the one list of all routes.
enum RouteTable {
  /// Where the guide's endpoints live.
  static let base = "/api/live-trading"

  /// The paths below ``base``.
  static let paths: [(path: String, endpoint: Endpoint)] =
    [
      ("/buy", .buy), ("/sell", .sell), ("/update-price", .updatePrice),
      ("/portfolio", .portfolio), ("/orders", .orders), ("/positions", .positions),
      ("/risk-orders", .riskOrders), ("/health", .health), ("/events", .events),
      ("/metrics", .metrics), ("/openapi.json", .description),
    ] + OperatorCommand.allCases.map { ("/control/\($0.rawValue)", .control($0)) }

  /// The paths that also work without ``base``, for tools that look for them there.
  private static let rootPaths: [(path: String, endpoint: Endpoint)] = [
    ("/", .page), ("/health", .health), ("/metrics", .metrics), ("/openapi.json", .description),
  ]

  private static let all: [String: Endpoint] = {
    var all: [String: Endpoint] = [:]
    for (path, endpoint) in rootPaths { all[path] = endpoint }
    for (path, endpoint) in paths { all[base + path] = endpoint }
    return all
  }()

  /// What a path does with a method.
  ///
  /// - Parameters:
  ///   - method: The method.
  ///   - path: The path, without query, as it was sent.
  /// - Returns: The endpoint.
  /// - Throws: ``ApiFailure``: 404 for an unknown path, 405 with `Allow` for another method.
  static func endpoint(
    _ method: HTTPRequest.Method, _ path: some StringProtocol
  ) throws(ApiFailure) -> Endpoint {
    guard let endpoint = all[String(path)] else {
      throw ApiFailure(
        .notFound, "NOT_FOUND", "No such path; see \(base)/openapi.json")
    }
    let allowed: [HTTPRequest.Method] =
      endpoint.isWrite ? [.post] : (endpoint == .events ? [.get] : [.get, .head])
    guard allowed.contains(method) else {
      let names = allowed.map(\.rawValue).joined(separator: ", ")
      throw ApiFailure(
        .methodNotAllowed, "METHOD_NOT_ALLOWED", "Use \(names)", headers: [.allow: names])
    }
    return endpoint
  }
}

/// One thing the API does.
enum Endpoint: Sendable, Equatable {
  case buy
  case sell
  case updatePrice
  case portfolio
  case orders
  case positions
  case riskOrders
  case health
  case events
  case metrics
  case description
  case page
  case control(OperatorCommand)

  /// Whether it answers without a token.
  var isOpen: Bool { self == .health || self == .page }

  /// The names that its query may have.
  var parameters: [String] {
    switch self {
    case .orders: ["symbol", "limit", "before"]
    case .events: ["limit", "before"]
    default: []
    }
  }

  /// Whether it changes anything; such calls are POST.
  var isWrite: Bool {
    switch self {
    case .buy, .sell, .updatePrice, .control: true
    default: false
    }
  }
}

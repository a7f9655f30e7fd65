/// How the HTTP API is served; the defaults are those of the guide.
public struct ServerOptions: Sendable {
  /// The address to listen on; `127.0.0.1` unless the person asked for another.
  public var host = "127.0.0.1"
  /// The port; 0 takes a free one.
  public var port = 8_080
  /// More names under which clients may call the server, each `NAME` or `NAME:PORT`.
  ///
  /// `127.0.0.1:PORT` and `localhost:PORT` always count, and `host:PORT`.
  public var names: [String] = []
  /// The token every call needs.
  public var token: ApiToken
  /// Bytes of a request's head.
  public var maximumHead = 8 << 10
  /// Bytes of a request's body.
  public var maximumBody = 64 << 10
  /// Connections at a time; more are answered 429 and closed.
  public var maximumConnections = 64
  /// Watchers of `/events` at a time, fewer than connections; more are answered 429.
  public var maximumWatchers = 32
  /// Time from the first byte of a request to its last.
  public var requestTimeout: Duration = .seconds(5)
  /// Time a connection may rest between requests, or leave its answers unread.
  public var idleTimeout: Duration = .seconds(60)
  /// Time that running requests have to end when the server is stopped.
  public var stopTimeout: Duration = .seconds(2)
  /// Requests with the token a second, over time; more are answered 429.
  public var requestsPerSecond = 5_000
  /// Requests that may come at once after a rest.
  public var requestBurst = 10_000
  /// Answers kept for repeated `Idempotency-Key`s.
  public var keptAnswers = 10_000
  /// How often watchers are given changed prices.
  public var quoteInterval: Duration = .milliseconds(100)
  /// How often silent watchers are given a sign of life.
  public var signOfLifeInterval: Duration = .seconds(15)

  /// The default options with this token.
  public init(token: ApiToken) { self.token = token }
}

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
  /// Connections at a time on which the token was shown; more are answered 429 and closed.
  public var maximumConnections = 64
  /// Connections at a time on which it was not shown yet; when one more comes, the oldest is closed.
  public var maximumStrangers = 32
  /// Watchers of `/events` at a time, fewer than connections; more are answered 429.
  public var maximumWatchers = 32
  /// How long things may take.
  public var times = Times()
  /// Requests with the token a second, over time; more are answered 429.
  public var requestsPerSecond = 5_000
  /// Requests that may come at once after a rest.
  public var requestBurst = 10_000
  /// Answers kept for repeated `Idempotency-Key`s.
  public var keptAnswers = 10_000

  /// How long things may take, and how often they come.
  public struct Times: Sendable {
    /// From the first byte of a request to its last.
    public var request: Duration = .seconds(5)
    /// From the beginning of a connection until the token is shown on it.
    public var stranger: Duration = .seconds(5)
    /// A connection's rest between requests, and how long it may leave its answers unread.
    public var idle: Duration = .seconds(60)
    /// What running requests have to end when the server is stopped.
    public var stop: Duration = .seconds(2)
    /// Between the changed prices that watchers are given.
    public var quotes: Duration = .milliseconds(100)
    /// Between the signs of life that silent watchers are given.
    public var signOfLife: Duration = .seconds(15)
  }

  /// The default options with this token.
  public init(token: ApiToken) { self.token = token }
}

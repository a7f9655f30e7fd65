import Glibc
import NIOCore

/// Why the API cannot be served.
public enum ServerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The address is taken, unknown or not permitted.
  case cannotListen(host: String, port: Int, why: String)

  /// The sentence shown to people.
  public var description: String {
    switch self {
    case .cannotListen(let host, let port, let why):
      "HTTP API: cannot listen on \(host):\(port): \(why)"
    }
  }

  /// The error of a failed attempt.
  init(listeningOn options: ServerOptions, _ error: any Error) {
    let why =
      if let error = error as? IOError {
        String(cString: strerror(error.errnoCode))
      } else {
        "\(error)"
      }
    self = .cannotListen(host: options.host, port: options.port, why: why)
  }
}

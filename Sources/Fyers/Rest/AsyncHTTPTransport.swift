import AsyncHTTPClient
import Glibc
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// Carries calls over HTTP/1.1 with keep-alive; certificates are verified and no redirect is
/// followed, so that a token cannot be sent to another host.
///
/// Copies share their connections, which end with ``shutdown()`` or with the last copy.
public struct AsyncHTTPTransport: FyersTransport {
  /// The client, which must be shut down before it goes.
  private final class Connections: Sendable {
    let client: HTTPClient

    init(_ client: HTTPClient) { self.client = client }

    // One that was shut down before refuses, and nobody waits for the answer.
    deinit { client.shutdown { _ in } }
  }

  private let connections: Connections
  private var client: HTTPClient { connections.client }
  private let timeout: TimeAmount

  /// A transport.
  ///
  /// - Parameters:
  ///   - timeoutSeconds: The longest wait for a whole answer; a large file may take as long.
  ///   - connectSeconds: The longest wait for a connection, within that.
  public init(timeoutSeconds: Int64 = 10, connectSeconds: Int64 = 5) {
    var configuration = HTTPClient.Configuration(certificateVerification: .fullVerification)
    configuration.redirectConfiguration = .disallow
    configuration.timeout = .init(
      connect: .seconds(min(timeoutSeconds, connectSeconds)), read: .seconds(timeoutSeconds))
    configuration.httpVersion = .http1Only
    configuration.decompression = .disabled
    configuration.connectionPool.retryConnectionEstablishment = false
    connections = Connections(
      HTTPClient(eventLoopGroupProvider: .singleton, configuration: configuration))
    timeout = .seconds(timeoutSeconds)
  }

  /// Ends all connections.
  ///
  /// - Throws: ``TransportFailure/cancelled`` when that was done before.
  public func shutdown() async throws(TransportFailure) {
    do {
      try await client.shutdown()
    } catch {
      throw .cancelled
    }
  }

  /// Sends a request once.
  ///
  /// - Parameter call: The request.
  /// - Returns: The answer, whatever its status.
  /// - Throws: ``TransportFailure``; it never holds any part of the request.
  public func send(_ call: HTTPCall) async throws(TransportFailure) -> HTTPAnswer {
    var request = HTTPClientRequest(
      url: call.query.isEmpty ? call.address : "\(call.address)?\(call.query)")
    request.method = HTTPMethod(rawValue: call.verb.rawValue)
    if let authorization = call.authorization {
      request.headers.add(name: "Authorization", value: authorization.reveal())
    }
    for header in call.headers { request.headers.add(name: header.name, value: header.value) }
    request.headers.add(name: "User-Agent", value: "sauda")
    request.headers.add(name: "Accept", value: "*/*")
    if let body = call.body { request.body = .bytes(ByteBuffer(string: body.reveal())) }
    do {
      let response = try await client.execute(request, timeout: timeout)
      // One byte more than allowed tells a body that is too large.
      let body = try await response.body.collect(upTo: call.replyLimit)
      return HTTPAnswer(
        status: Int(response.status.code),
        headers: response.headers.map { HTTPCall.Header(name: $0.name, value: $0.value) },
        body: Array(body.readableBytesView))
    } catch {
      throw Self.failure(error, limit: call.replyLimit)
    }
  }

  /// What an error of the HTTP client means for the question whether the call was sent.
  private static func failure(_ error: any Error, limit: Int) -> TransportFailure {
    switch error {
    case let error as HTTPClientError:
      switch error {
      case .connectTimeout: return .unreachable("no connection in time")
      case .getConnectionFromPoolTimeout: return .unreachable("no free connection")
      case .readTimeout, .writeTimeout, .deadlineExceeded: return .timedOut
      case .cancelled: return .cancelled
      case .remoteConnectionClosed: return .broken("closed by the other side")
      case .alreadyShutdown: return .unreachable("the client is shut down")
      default: return .broken(error.shortDescription)
      }
    case is NIOTooManyBytesError: return .tooLarge(limit: limit)
    case is NIOConnectionError: return .unreachable("connection refused or host unknown")
    case let error as IOError where error.errnoCode == ECONNREFUSED:
      return .unreachable("connection refused")
    case let error as IOError: return .broken("system error \(error.errnoCode)")
    case NIOSSLError.handshakeFailed, is NIOSSLExtraError: return .unreachable("TLS failed")
    case is CancellationError: return .cancelled
    default: return .broken("unexpected failure of the connection")
    }
  }
}

import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import NIOHTTP1
import NIOHTTPTypes
import NIOHTTPTypesHTTP1

/// The pipeline of one connection: bytes, limits, HTTP/1.1, requests.
struct ApiChannel: ServerChildChannel, HTTPChannelHandler {
  typealias Value = NIOAsyncChannel<HTTPRequestPart, HTTPResponsePart>

  /// Answers a request.
  let responder: HTTPChannelHandler.Responder
  private let options: ServerOptions
  private let connections: ConnectionPool
  private let counters: ServerCounters

  /// A pipeline with these limits.
  init(
    options: ServerOptions, connections: ConnectionPool, counters: ServerCounters,
    responder: @escaping HTTPChannelHandler.Responder
  ) {
    self.options = options
    self.connections = connections
    self.counters = counters
    self.responder = responder
  }

  /// Puts the handlers of a new connection in place.
  func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<Value> {
    let number = connections.enter(channel)
    return channel.eventLoop.makeCompletedFuture {
      let pipeline = channel.pipeline.syncOperations
      try channel.syncOptions?.setOption(.tcpOption(.tcp_nodelay), value: 1)
      let assembler = RequestAssembler(
        options: options, place: ConnectionPlace(number: number, of: connections),
        counters: counters)
      try pipeline.addHandler(WireMeter(assembler: assembler))
      var limits = NIOHTTPDecoderLimitConfiguration()
      limits.maxHeaderFieldSize = options.maximumHead
      limits.maxHeaderListSize = options.maximumHead
      limits.maxHeaderFieldCount = 100
      try pipeline.configureHTTPServerPipeline(
        withPipeliningAssistance: false, withErrorHandling: false,
        withOutboundHeaderValidation: false, withEncoderConfiguration: .init(),
        withDecoderLimitConfiguration: limits)
      try pipeline.addHandler(assembler)
      try pipeline.addHandler(HTTP1ToHTTPServerCodec(secure: false))
      try pipeline.addHandler(
        HTTPConnectionStateHandler(idleTimeout: options.times.idle, logger: logger))
      return try NIOAsyncChannel(
        wrappingChannelSynchronously: channel,
        configuration: .init(isOutboundHalfClosureEnabled: true))
    }
  }

  /// Answers the requests of a connection, one after the other.
  func handle(value: Value, logger: Logger) async {
    await handleHTTP(asyncChannel: value, logger: logger)
  }
}

import HTTPTypes
import HummingbirdCore
import NIOCore

/// The stream of events.
extension Dispatcher {
  /// Begins to watch for one connection; the watch ends with it.
  func watch(
    _ head: HTTPRequest, query: [(name: String, value: String)], channel: any Channel
  ) throws(ApiFailure) -> EventSubscription {
    var lastSeen: Int64?
    if let name = HTTPField.Name("Last-Event-ID"), let text = head.headerFields[name], !text.isEmpty
    {
      guard let id = Int64(text), id >= 0 else {
        throw .malformed("Last-Event-ID: expected the number of an event")
      }
      lastSeen = id
    }
    let subscription = session.events.subscribe(after: lastSeen, limit: options.maximumWatchers) {
      // Its queue is full because the client does not read: only closing frees the writer.
      channel.close(promise: nil)
    }
    guard let subscription else { throw .tooMany("Too many watch the events already") }
    return subscription
  }

  /// Writes events until the client goes, is cut off, or the server stops.
  func stream(
    _ subscription: EventSubscription, writer: consuming ResponseWriter, channel: any Channel
  ) async throws(any Error) {
    let place = watchers.add(subscription)
    defer {
      subscription.end()
      watchers.remove(place)
    }
    channel.closeFuture.whenComplete { _ in subscription.end() }
    var headers = ApiResponse.commonHeaders
    headers[.contentType] = "text/event-stream"
    counters.count(status: 200)
    var body = try await writer.writeHead(HTTPResponse(status: .ok, headerFields: headers))
    try await body.write(ByteBuffer(bytes: EventText.opening))
    while let batch = await subscription.next() {
      try await body.write(ByteBuffer(bytes: EventText.bytes(of: batch)))
    }
    try await body.finish(nil)
  }
}

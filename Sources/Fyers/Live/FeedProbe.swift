/// One sign-in on the data socket, to see whether it can be had.
public enum FeedProbe {
  /// Connects, signs in and leaves.
  ///
  /// - Parameter account: The account.
  /// - Returns: ``SocketNotice/up``, or what happened instead.
  /// - Throws: ``SocketFailure/untrusted`` when TLS cannot be set up on this machine.
  public static func run(_ account: FyersAccount) async throws(SocketFailure) -> SocketNotice {
    let feed: DataSocketFeed
    do throws(FeedRequestError) {
      feed = try DataSocketFeed(topics: FeedTopics([]))
    } catch {
      return .malformed
    }
    let (notices, continuation) = AsyncStream.makeStream(of: SocketNotice.self)
    let driver = try SocketDriver(
      feed: feed, address: account.endpoints.dataSocket, tokens: account.tokens,
      clock: account.clock, seed: 1, deliver: { _, _ in },
      notify: { continuation.yield($0) })
    await driver.start()
    var first = SocketNotice.closed
    for await notice in notices {
      first = notice
      break
    }
    await driver.stop()
    continuation.finish()
    return first
  }
}

import Fyers
import Market
import Recording
import Synchronization

/// Writes a live feed into a recording: ticks, and gaps where the feed was down.
///
/// Ticks and notices come in order on the connection's event loop; the verb's thread flushes and
/// closes.
final class FeedRecorder: Sendable {
  /// How things stand.
  struct Status: Sendable {
    /// Ticks written.
    var ticks: Int64 = 0
    /// Gaps written.
    var gaps = 0
    /// Whether the feed was up once.
    var wasUp = false
    /// When the last tick came; nil before the first.
    var lastTick: EventTime?
    /// Why recording cannot go on.
    var stop: Stop?
    /// Whether the connection was closed for good.
    var isClosed = false
  }

  private struct Content: ~Copyable {
    // Only touched with the lock held.
    let file: RecordingFile
    let writer: RecordingWriter
    var status = Status()
    /// Since when ticks are missing; nil while the feed is up.
    var downSince: EventTime?
  }

  private let content: Mutex<Content>
  private let table: InstrumentTable
  private let clock: any EventClock

  /// A recorder into a new file.
  ///
  /// - Throws: Why it cannot be written.
  init(
    creating path: String, metadata: [(key: String, value: String)], table: InstrumentTable,
    clock: any EventClock
  ) throws(RecordingError) {
    let file = try RecordingFile(creating: path)
    content = Mutex(
      Content(file: file, writer: try RecordingWriter(to: file, metadata: metadata)))
    self.table = table
    self.clock = clock
  }

  /// How things stand.
  var status: Status { content.withLock { $0.status } }

  /// Takes ticks.
  func take(_ batch: FeedBatch) {
    content.withLock { content in
      guard content.status.stop == nil else { return }
      do throws(RecordingError) {
        for tick in batch.ticks {
          try content.writer.append(tick.tick, of: table)
          content.status.lastTick = tick.tick.time
        }
        content.status.ticks += Int64(batch.ticks.count)
      } catch {
        content.status.stop = Self.stop(error)
      }
    }
  }

  /// Notes what happens to the feed.
  func note(_ notice: MarketFeedNotice) {
    content.withLock { content in
      switch notice {
      case .connection(.up): up(&content)
      case .connection(.down), .connection(.waitingForToken):
        if content.status.wasUp, content.downSince == nil {
          content.downSince = content.status.lastTick ?? clock.now()
        }
        if case .connection(.waitingForToken) = notice, !content.status.wasUp {
          content.status.stop = Stop(.notPermitted, TokenAlert.expired.description)
        }
      case .connection(.failing(let attempts)) where !content.status.wasUp:
        content.status.stop = Stop(
          .temporary, "record: FYERS cannot be reached (\(attempts) attempts)")
      case .connection(.closed): content.status.isClosed = true
      case .lookupFailed(let error, _) where !content.status.wasUp:
        content.status.stop = BrokerAccess.stop(error)
      case .unknownSymbols(let symbols) where symbols.count == table.count:
        content.status.stop = Stop(.badInput, "record: no symbol is known to FYERS")
      default: break
      }
    }
  }

  private func up(_ content: inout Content) {
    content.status.wasUp = true
    guard let start = content.downSince else { return }
    content.downSince = nil
    Self.write(gapFrom: start, to: clock.now(), &content, table)
  }

  private static func write(
    gapFrom start: EventTime, to end: EventTime, _ content: inout Content, _ table: InstrumentTable
  ) {
    guard content.status.stop == nil else { return }
    let end = max(end, content.writer.lastTime, start)
    do throws(RecordingError) {
      try content.writer.append(
        RecordedGap(start: start, end: end, reason: .disconnected), of: table)
      content.status.gaps += 1
    } catch {
      content.status.stop = stop(error)
    }
  }

  /// Writes what waits, so that a crash loses no more than a moment.
  func flush() {
    content.withLock { content in
      guard content.status.stop == nil else { return }
      guard content.file.isInPlace else {
        content.status.stop = Stop(
          .inputOutput,
          "\(content.file.name): expected the file that was begun, it was removed or replaced")
        return
      }
      do throws(RecordingError) {
        try content.writer.flush()
      } catch {
        content.status.stop = Self.stop(error)
      }
    }
  }

  /// Ends the recording; a feed that is down leaves a last gap.
  func close() {
    content.withLock { content in
      if let start = content.downSince {
        Self.write(gapFrom: start, to: clock.now(), &content, table)
      }
      do throws(RecordingError) {
        try content.writer.close()
      } catch {
        content.status.stop = content.status.stop ?? Self.stop(error)
      }
    }
  }

  private static func stop(_ error: RecordingError) -> Stop {
    Stop(ExitCode(rawValue: error.exitCode) ?? .inputOutput, error.description)
  }
}

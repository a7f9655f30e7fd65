import Market
import Server
import Trading

/// Everything that enters the engine of a live session, in the order in which it does.
///
/// A recording of all of them is the session: replayed, it gives the same decisions.
enum SessionInput: Equatable, Sendable {
  /// A tick; its time is the event's.
  case tick(Tick)
  /// Time passed.
  case clock(EventTime)
  /// Nobody was there for a while: the process was stopped, or the machine suspended.
  case gap(since: EventTime, until: EventTime)
  /// The feed's connection changed.
  case connection(FeedState, at: EventTime)
  /// A person asks for an order.
  case trade(HandTrade, at: EventTime)
  /// A person says what is allowed.
  case command(OperatorCommand, at: EventTime)
  /// An instrument is dealt in by hand from now on.
  case instrument(Instrument, at: EventTime)
  /// A stopped script has another text from now on; it is kept beside the recording.
  case text(script: Int, file: String, fingerprint: String, at: EventTime)
  /// The session ends.
  case stop(reason: String, at: EventTime)

  /// When it happened, in event time.
  var time: EventTime {
    switch self {
    case .tick(let tick): tick.time
    case .clock(let time), .gap(_, let time): time
    case .connection(_, let time), .trade(_, let time), .command(_, let time),
      .instrument(_, let time), .stop(_, let time):
      time
    case .text(_, _, _, let time): time
    }
  }
}

/// What became of the connection to the feed; the word is what `on_connection` is given.
enum FeedState: String, Equatable, Sendable, CaseIterable {
  /// It is up, and every symbol is subscribed.
  case connected
  /// It is down; entries are denied until it is up again.
  case disconnected
  /// It is up, but nothing comes; entries are denied.
  case stale
  /// Ticks come again.
  case fresh
}

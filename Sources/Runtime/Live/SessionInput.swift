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
  /// The machine's clock was set: forward, so that event time goes along up to `until`, or back or to
  /// where event time is, so that it does not and both are the same.
  case step(by: Int64, since: EventTime, until: EventTime)
  /// The feed's connection changed.
  case connection(FeedState, at: EventTime)
  /// A person asks for an order.
  case trade(HandTrade, at: EventTime)
  /// A person says what is allowed.
  case command(OperatorCommand, at: EventTime)
  /// An instrument is dealt in by hand from now on.
  case instrument(Instrument, at: EventTime)
  /// A script that had failed was loaded again and begins anew, from the text of this fingerprint.
  case restart(script: Int, fingerprint: String, at: EventTime)
  /// The session goes on from what another has left.
  case takeOver(at: EventTime)
  /// The session ends.
  case stop(reason: String, at: EventTime)

  /// Whether somebody asked for it and waits for an answer.
  var isAsked: Bool {
    switch self {
    case .trade, .command, .instrument, .restart, .stop: true
    case .tick, .clock, .gap, .step, .connection, .takeOver: false
    }
  }

  /// When it happened, in event time.
  var time: EventTime {
    switch self {
    case .tick(let tick): tick.time
    case .clock(let time), .gap(_, let time), .step(_, _, let time): time
    case .connection(_, let time), .trade(_, let time), .command(_, let time),
      .instrument(_, let time), .stop(_, let time), .takeOver(let time):
      time
    case .restart(_, _, let time): time
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

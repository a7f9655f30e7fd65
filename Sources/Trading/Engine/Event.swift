public import Market

/// What enters the engine; with the ticks of a batch, the only way in.
///
/// Each has its time, not before that of the event before it, and changes nothing but what its effects say;
/// so a recording of all of them replays to the same decisions.
public enum Event: Sendable {
  /// A price update.
  case tick(Tick)
  /// Time passed without one; it only makes prompt what is due.
  case clock(EventTime)
  /// Nobody was there for a while: no process, or a machine that was suspended.
  case gap(since: EventTime, until: EventTime)
  /// The machine's clock was set: entries of scripts are denied at every desk until an operator resumes.
  case clockSet(at: EventTime)
  /// The feed's connection changed; `trouble` says whether its prices are not to be trusted from now on.
  case connection(state: String, trouble: FeedTrouble?, at: EventTime)
  /// A request that no script made; its reason says who asks.
  case request(OrderRequest, desk: Int, at: EventTime)
  /// What the exchange outside says of an order of a desk.
  case order(OrderUpdate, desk: Int, at: EventTime)
  /// What an operator says.
  case command(OperatorCommand, at: EventTime)
  /// Entries are denied at every desk because of trouble outside.
  case trouble(at: EventTime)

  /// When it happened.
  public var time: EventTime {
    switch self {
    case .tick(let tick): tick.time
    case .clock(let time), .gap(_, let time), .connection(_, _, let time), .request(_, _, let time),
      .order(_, _, let time), .command(_, let time), .clockSet(let time), .trouble(let time):
      time
    }
  }
}

/// What a person may tell a running session.
public enum OperatorCommand: String, Sendable, CaseIterable {
  /// Entries end; working ones are taken back. Exits and protection go on.
  case exitOnly = "exit-only"
  /// Entries end and every position is sold now.
  case flatten
  /// Nothing is taken any more; protection goes on.
  case halt
  /// Everything is allowed again, and scripts that failed are started anew.
  case resume
}

/// Why a feed's prices are not to be trusted; the word of refusals.
public enum FeedTrouble: String, Codable, Sendable {
  /// There is no connection.
  case disconnected
  /// There is one, and nothing comes.
  case stale
}

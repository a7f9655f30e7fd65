import Market
import Money
import Trading

/// What a person at a terminal sees of a session at one moment.
struct SessionView: Sendable {
  /// One symbol of one script.
  struct Row: Sendable {
    /// The script's name.
    var strategy: String
    /// The symbol.
    var symbol: String
    /// The last tick; nil before the first.
    var tick: Tick?
    /// What is held.
    var position: PositionView
  }

  /// Event time; nil before the first event.
  var time: EventTime?
  /// What is let through: the least of all desks.
  var mode = Desk.Mode.running
  /// The feed's connection; nil for a manual feed.
  var feed: FeedState?
  /// The symbols, script by script.
  var rows: [Row] = []
  /// The account.
  var account = SessionAccount()
  /// Orders that got an id.
  var orderCount = 0
  /// Requests denied.
  var denialCount = 0
  /// The last denial, as `CODE symbol`.
  var lastDenial = ""
  /// Ticks processed.
  var ticks: Int64 = 0
  /// Ticks replaced by later ones before they were processed.
  var conflated: Int64 = 0
  /// Scripts that do not run.
  var stoppedScripts: [String] = []
  /// The latest alerts, newest last.
  var alerts: [String] = []
  /// Where the recording is; nil when none is made.
  var recording: String?
  /// Why the recording ended early.
  var recordingTrouble: String?
}

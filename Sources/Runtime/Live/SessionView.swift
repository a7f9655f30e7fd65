import Market
import Money
import Server
import Synchronization
import Trading

/// What a person at a terminal sees of a session at one moment.
struct SessionView: Sendable {
  /// One symbol of the account.
  struct Row: Sendable {
    /// What one script holds of it.
    struct Holder: Sendable {
      /// The script's name.
      var strategy: String
      /// What it holds, not flat.
      var position: PositionView
    }

    /// The symbol.
    var symbol: String
    /// The last tick; nil before the first.
    var tick: Tick?
    /// Those who hold it, in the order of the command line.
    var holders: [Holder] = []
  }

  /// Event time; nil before the first event.
  var time: EventTime?
  /// What is let through: the least of all desks.
  var mode = Desk.Mode.running
  /// The feed's connection; nil for a manual feed.
  var feed: FeedState?
  /// The symbols, each once, in the order in which the scripts declare them.
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
  /// What is wrong with its prices and its clock.
  var inputTrouble = InputTrouble()

  /// What may be wrong with what comes into a session.
  struct InputTrouble: Sendable {
    /// Whether entries of scripts are denied because the machine's clock was set.
    var isClockDoubted = false
    /// The symbols that the broker does not know.
    var unknownSymbols: [String] = []
    /// Why a tick was left out, for which only exits are taken until `resume`; nil when none was.
    var leftOutTick: String?
  }

  /// What a person must see to, a sentence each.
  var problems: [String] {
    stoppedScripts.map { "\($0) does not run; resume starts it again" }
      + (recordingTrouble.map { ["not recorded: \($0)"] } ?? [])
      + (inputTrouble.isClockDoubted
        ? ["the machine's clock was set; entries of scripts wait for resume"] : [])
      + inputTrouble.unknownSymbols.map { "\($0) is unknown to the broker, which is asked again" }
      + (inputTrouble.leftOutTick.map { ["only exits are taken: \($0)"] } ?? [])
  }
}

/// The sums over all desks of a session, held at the ends of the range.
struct SessionAccount: Sendable, Equatable {
  /// What the session began with.
  var initial = Amount.zero
  /// Cash.
  var wallet = Amount.zero
  /// Cash and positions.
  var portfolio = Amount.zero
  /// Profit booked.
  var realized = Amount.zero
  /// Profit marked.
  var unrealized = Amount.zero
  /// Commission paid.
  var commission = Amount.zero
  /// Orders with a fill.
  var filledOrders: Int64 = 0
  /// Symbols with an open position.
  var openPositions: Int64 = 0

  /// An empty account.
  init() {}

  /// The sums of desks.
  init(_ desks: borrowing [Desk]) {
    func sum(_ part: (Ledger) -> Amount) -> Amount {
      var total = Int128(0)
      for place in desks.indices { total += Int128(part(desks[place].ledger).micros) }
      return Amount(micros: Int64(clamping: total))
    }
    initial = sum(\.initial)
    wallet = sum(\.wallet)
    portfolio = sum(\.portfolio)
    realized = sum(\.realized)
    unrealized = sum(\.unrealized)
    commission = sum(\.commission)
    var open: Set<InstrumentID> = []
    for place in desks.indices { open.formUnion(desks[place].openInstruments) }
    openPositions = Int64(open.count)
  }
}

/// What others see of a session: the last look the engine's thread took, and its events.
final class SessionBoard: Sendable {
  /// What happens.
  let events = EventHub()
  private let content = Mutex(SessionView())
  private let measures = Mutex(LatencyHistogram())
  private let shownBooks = Mutex<SessionBooks?>(nil)
  private let areBooksOld = Atomic(true)

  /// An empty board.
  init() {}

  /// The last books that were shown; nil before the first.
  var lastBooks: SessionBooks? { shownBooks.withLock { $0 } }

  /// The books, when nothing has happened since they were shown; else nil.
  var books: SessionBooks? { areBooksOld.load(ordering: .acquiring) ? nil : lastBooks }

  /// Notes that something happens: the books that are shown are not the latest any more.
  @inline(__always)
  func ageBooks() { areBooksOld.store(true, ordering: .releasing) }

  /// Shows the books.
  func put(_ books: SessionBooks) {
    shownBooks.withLock { $0 = books }
    areBooksOld.store(false, ordering: .releasing)
  }

  /// The last look.
  var view: SessionView { content.withLock { $0 } }

  /// The last measurements.
  var latency: LatencyHistogram { measures.withLock { $0 } }

  /// Puts up a new look.
  func put(_ view: SessionView, _ latency: LatencyHistogram) {
    content.withLock { $0 = view }
    measures.withLock { $0 = latency }
  }
}

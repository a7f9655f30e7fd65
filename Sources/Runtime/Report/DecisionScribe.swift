import Reporting
import Trading

/// A hasher of decisions for a replay: it hashes on a thread of its own once there are many.
///
/// Writing and hashing the two lines of an order takes as long as all that the engine does for it;
/// here the engine's thread only notes them. One thread gives decisions.
final class DecisionScribe: @unchecked Sendable {
  /// Decisions noted on one sheet.
  private static let sheetSize = 128
  /// Sheets there are: one is being written on, the others wait to be hashed.
  private static let depth = 8
  /// Full sheets for which a scribe is woken: that costs as much as some orders.
  private static let worthWaking = 6

  private let dictionary: DecisionDictionary
  /// Belongs to the thread while it hashes.
  private var hashes: DecisionHashes
  /// All sheets, one behind the other.
  private let sheets: UnsafeMutablePointer<DecisionEntry>
  /// What keeps the words of each sheet that the dictionary does not.
  private let passing = (0..<depth).map { _ in EncodedWords() }
  /// The sheet that is being written on, and how far.
  @exclusivity(unchecked) private var sheet: UnsafeMutablePointer<DecisionEntry>
  @exclusivity(unchecked) private var noted = 0
  @exclusivity(unchecked) private var keeper: EncodedWords
  private let monitor = Monitor()
  private var thread: OwnThread?
  // Under the lock: sheets that were filled and that were hashed, who hashes, and who waits.
  private var filled = 0
  /// The words as they were known when the last sheet was filled.
  private var tables: [WordTable] = []
  private var hashed = 0
  private var isHashing = false
  private var isWaiting = (scribe: false, giver: false)
  private var isOver = false

  /// Goes on with the two halves of a hasher, each on its thread.
  init(_ hasher: DecisionHasher) {
    dictionary = hasher.dictionary
    hashes = hasher.hashes
    sheets = .allocate(capacity: Self.depth * Self.sheetSize)
    sheet = sheets
    keeper = passing[0]
    do {
      thread = try OwnThread { [unowned(unsafe) self] in hashOn() }
    } catch {
      // Without a thread the work is the same, only later.
      thread = nil
    }
  }

  deinit {
    monitor.locked {
      isOver = true
      monitor.wake()
    }
    thread?.join()
    sheets.deallocate()
  }

  /// Takes a decision of a desk.
  @inline(__always)
  func add(_ decision: borrowing Decision, of place: Int, among desks: borrowing [Desk]) {
    (sheet + noted).initialize(
      to: dictionary.entry(for: decision, of: place, among: desks, passing: keeper))
    noted += 1
    if noted == Self.sheetSize { turn() }
  }

  /// The hashes of the scripts and of the session; nothing may be added after it.
  func finalize() -> (strategies: [String], session: String) {
    // What is left is little; to wait until the scribe has woken up for it would take longer.
    monitor.locked {
      isOver = true
      while isHashing {
        isWaiting.giver = true
        monitor.wait()
      }
    }
    let tables = dictionary.tables
    for number in hashed..<filled { hash(number, count: Self.sheetSize, tables) }
    hash(filled, count: noted, tables)
    hashed = filled
    noted = 0
    return hashes.finalize()
  }

  /// Hands a full sheet over, and goes on with the next.
  private func turn() {
    noted = 0
    guard thread != nil else { return hash(filled, count: Self.sheetSize, dictionary.tables) }
    monitor.locked {
      filled += 1
      tables = dictionary.tables
      if isWaiting.scribe, filled - hashed >= Self.worthWaking { monitor.wake() }
      while filled - hashed >= Self.depth {
        isWaiting.giver = true
        monitor.wait()
      }
      isWaiting.giver = false
    }
    sheet = sheets + filled % Self.depth * Self.sheetSize
    keeper = passing[filled % Self.depth]
  }

  /// What the thread does: hashes full sheets until it is told that it is over.
  private func hashOn() {
    while let (number, tables) = nextSheet() {
      hash(number, count: Self.sheetSize, tables)
      monitor.locked {
        hashed = number + 1
        isHashing = false
        if isWaiting.giver { monitor.wake() }
      }
    }
  }

  /// Waits until a sheet is full, and gives it with its words; nil when it is over, and what is left is not
  /// the thread's.
  private func nextSheet() -> (number: Int, tables: [WordTable])? {
    monitor.locked {
      while hashed == filled, !isOver {
        isWaiting.scribe = true
        monitor.wait()
      }
      isWaiting.scribe = false
      isHashing = !isOver
      return isOver ? nil : (hashed, tables)
    }
  }

  private func hash(_ number: Int, count: Int, _ tables: borrowing [WordTable]) {
    let first = sheets + number % Self.depth * Self.sheetSize
    let passing = passing[number % Self.depth]
    for index in 0..<count { hashes.add(first[index], tables, passing) }
    passing.forget()
  }
}

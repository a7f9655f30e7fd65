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

  @exclusivity(unchecked) private var dictionary: DecisionDictionary
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
  private var hashed = 0
  private var isHashing = false
  private var isScribeWaiting = false
  private var isGiverWaiting = false
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
        isGiverWaiting = true
        monitor.wait()
      }
    }
    for number in hashed..<filled { hash(number, count: Self.sheetSize) }
    hash(filled, count: noted)
    hashed = filled
    noted = 0
    return hashes.finalize()
  }

  /// Hands a full sheet over, and goes on with the next.
  private func turn() {
    noted = 0
    guard thread != nil else { return hash(filled, count: Self.sheetSize) }
    monitor.locked {
      filled += 1
      if isScribeWaiting, filled - hashed >= Self.worthWaking { monitor.wake() }
      while filled - hashed >= Self.depth {
        isGiverWaiting = true
        monitor.wait()
      }
      isGiverWaiting = false
    }
    sheet = sheets + filled % Self.depth * Self.sheetSize
    keeper = passing[filled % Self.depth]
  }

  /// What the thread does: hashes full sheets until it is told that it is over.
  private func hashOn() {
    while let number = nextSheet() {
      hash(number, count: Self.sheetSize)
      monitor.locked {
        hashed = number + 1
        isHashing = false
        if isGiverWaiting { monitor.wake() }
      }
    }
  }

  /// Waits until a sheet is full; nil when it is over, and what is left is not the thread's.
  private func nextSheet() -> Int? {
    monitor.locked {
      while hashed == filled, !isOver {
        isScribeWaiting = true
        monitor.wait()
      }
      isScribeWaiting = false
      isHashing = !isOver
      return isOver ? nil : hashed
    }
  }

  private func hash(_ number: Int, count: Int) {
    let first = sheets + number % Self.depth * Self.sheetSize
    for entry in UnsafeMutableBufferPointer(start: first, count: count) { hashes.add(entry) }
    passing[number % Self.depth].forget()
  }
}

/// Everything in a recording, entry by entry: ticks, gaps, events, metadata.
///
/// For ticks alone, ``TickReader`` is some times faster. Not thread-safe.
public final class RecordingReader {
  /// The instruments the recording speaks of; it grows while entries are read.
  public let registry: SymbolRegistry
  /// The byte of the file at which the last entry of ``next()`` begins.
  public private(set) var entryOffset = 0
  private var cursor: RecordingCursor
  private var failure: RecordingError?

  /// Opens a recording.
  ///
  /// - Parameters:
  ///   - path: The file; it must be a regular one.
  ///   - registry: The session's instruments, first; the file's symbols are added.
  /// - Throws: That it cannot be opened, or is no recording.
  public init(_ path: String, registry: SymbolRegistry = SymbolRegistry()) throws(RecordingError) {
    self.registry = registry
    cursor = try TickFile.recording(try OpenFile(path), registry: registry)
  }

  /// Opens a recording that is in memory.
  ///
  /// - Parameters:
  ///   - bytes: Its bytes.
  ///   - file: What it is called in errors.
  ///   - registry: The session's instruments, first; the recording's symbols are added.
  /// - Throws: That it is no recording.
  public init(
    _ bytes: [UInt8], file: String, registry: SymbolRegistry = SymbolRegistry()
  ) throws(RecordingError) {
    self.registry = registry
    guard let mapping = MappedBytes(copying: bytes) else {
      throw RecordingError(
        .content, file: file, place: .byte(0), subject: "recording",
        expected: "a file that can be mapped", found: "an empty file")
    }
    cursor = try RecordingCursor.open(mapping, file: file, registry: registry, wanted: .all)
  }

  /// The next entry, in the order of writing.
  ///
  /// A tail that is damaged ends the recording; ``damage`` says so then.
  ///
  /// - Returns: The entry; nil at the end.
  /// - Throws: Damage with intact blocks behind it; the same error again with every later call.
  public func next() throws(RecordingError) -> RecordedEntry? {
    if let failure { throw failure }
    do throws(RecordingError) {
      while true {
        if cursor.slot == cursor.blockEnd, try !cursor.nextBlock() { return nil }
        entryOffset = cursor.offset
        if let entry = try cursor.takeRecord() { return entry }
      }
    } catch {
      failure = error
      throw error
    }
  }

  /// Goes through all entries that are left, ticks in runs where they lie.
  ///
  /// Every checksum and every tick is checked as by ``next()``; the ticks before a fault are handed out.
  /// A damaged tail ends the recording; ``damage`` says so then.
  ///
  /// - Parameters:
  ///   - ticks: Gets runs of ticks, which are valid within the call.
  ///   - entry: Gets the entries between them; also ticks that need a closer look.
  /// - Throws: Damage with intact blocks behind it; the same error again with every later call.
  public func forEach(ticks: (TickRun) -> Void, entry: (RecordedEntry) -> Void)
    throws(RecordingError)
  {
    if let failure { throw failure }
    do throws(RecordingError) {
      while true {
        if cursor.slot == cursor.blockEnd, try !cursor.nextBlock() { return }
        guard !cursor.passRun(ticks) else { continue }
        if let other = try cursor.takeRecord() { entry(other) }
      }
    } catch {
      failure = error
      throw error
    }
  }

  /// What was cut off the end; nil when nothing was, or the end is not reached yet.
  public var damage: RecordingDamage? { cursor.counts.damage.first }

  /// Where the part that proved readable ends, in bytes.
  public var readableEnd: Int { damage?.offset ?? cursor.readableEnd }

  /// How much the recording keeps of a tick.
  public var width: RecordWidth { cursor.width }

  /// Blocks begun so far.
  public var blockCount: Int { cursor.block.map { Int($0.number) + 1 } ?? 0 }

  /// Bytes of the file.
  public var byteCount: Int { cursor.progress.total ?? 0 }
}

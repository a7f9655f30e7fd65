public import Market

/// The symbol master of a day: downloaded once a segment and day, kept in the data folder.
public struct SymbolMaster: Sendable {
  /// One segment as it was loaded.
  public struct Loaded: Sendable {
    /// The segment.
    public let segment: SymbolSegment
    /// The day the file is of; older than today when today's could not be had.
    public let date: CivilDate
    /// Instruments read.
    public let count: Int
    /// Rows that could not be read.
    public let badRowCount: Int
    /// Why today's file could not be had; nil when it could.
    public let staleReason: String?
  }

  /// The largest file taken: 32 MiB.
  public static let largestFile = 32 << 20

  /// Nil when nothing is kept.
  private let cache: SymbolCache?
  private let client: FyersClient

  /// A master.
  ///
  /// - Parameters:
  ///   - folder: The data folder, the files are below `symbols`; nil to keep nothing, as for a
  ///     simulator, whose instruments are those of its recording.
  ///   - client: What downloads.
  public init(folder: String?, client: FyersClient) {
    cache = folder.map { SymbolCache(folder: $0 + "/symbols") }
    self.client = client
  }

  /// Adds a segment to a table: from today's file when it is there, else from the network, else
  /// from the newest older file.
  ///
  /// - Parameters:
  ///   - segment: The segment.
  ///   - table: The table.
  ///   - now: The time; its Indian date is the day asked for.
  /// - Returns: What was loaded.
  /// - Throws: ``FyersError`` when there is no file at all.
  public func load(
    _ segment: SymbolSegment, into table: inout SymbolTable, now: EventTime
  ) async throws(FyersError) -> Loaded {
    let today = IndianTime(now).date
    if let bytes = try cache?.read(segment, today),
      let loaded = Self.add(bytes, segment, today, to: &table, staleReason: nil)
    {
      return loaded
    }
    let failure: FyersError
    do throws(FyersError) {
      let bytes = try await client.publicFile(segment.path, limit: Self.largestFile)
      guard let loaded = Self.add(bytes, segment, today, to: &table, staleReason: nil) else {
        throw .unclear("symbol master \(segment.rawValue): expected rows of 21 columns")
      }
      try cache?.write(bytes, segment, today)
      return loaded
    } catch {
      failure = error
    }
    if let date = cache?.newest(segment), let bytes = try cache?.read(segment, date),
      let loaded = Self.add(bytes, segment, date, to: &table, staleReason: failure.description)
    {
      return loaded
    }
    throw failure
  }

  /// Reads a file into a table; nil, and the table unchanged, when it is no symbol master.
  private static func add(
    _ bytes: [UInt8], _ segment: SymbolSegment, _ date: CivilDate, to table: inout SymbolTable,
    staleReason: String?
  ) -> Loaded? {
    var parser = SymbolMasterParser()
    var records: [SymbolRecord] = []
    parser.read(bytes) { records.append($0) }
    parser.finish { records.append($0) }
    // A gateway's web page with status 200 has no good row; a damaged file has many bad ones.
    guard !records.isEmpty, parser.badRowCount <= records.count / 10 else { return nil }
    for record in records { table.add(record) }
    return Loaded(
      segment: segment, date: date, count: records.count, badRowCount: parser.badRowCount,
      staleReason: staleReason)
  }
}

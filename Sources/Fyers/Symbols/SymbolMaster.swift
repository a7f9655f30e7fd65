import Glibc
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

  /// The wanted instruments of a segment's newest file in a data folder, without asking the broker;
  /// none when there is no file, or none that is a symbol master.
  ///
  /// - Parameters:
  ///   - segment: The segment.
  ///   - folder: The data folder.
  ///   - isWanted: Says which are wanted.
  /// - Returns: The instruments, in the order of the file.
  /// - Throws: ``FyersError/file(_:)`` when a file is there and cannot be read.
  public static func kept(
    _ segment: SymbolSegment, in folder: String, where isWanted: (SymbolRecord) -> Bool
  ) throws(FyersError) -> [SymbolRecord] {
    let cache = SymbolCache(folder: folder + "/symbols")
    guard let date = cache.newest(segment), let bytes = try cache.read(segment, date) else {
      return []
    }
    var parser = SymbolMasterParser()
    var records: [SymbolRecord] = []
    parser.read(bytes) { if isWanted($0) { records.append($0) } }
    parser.finish { if isWanted($0) { records.append($0) } }
    return isMaster(parser) ? records : []
  }

  /// Whether what a parser has read is a symbol master: a gateway's web page with status 200 has no
  /// good row; a damaged file has many bad ones.
  private static func isMaster(_ parser: SymbolMasterParser) -> Bool {
    let good = parser.rowCount - parser.badRowCount
    return good > 0 && parser.badRowCount <= good / 10
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
    guard isMaster(parser) else { return nil }
    for record in records { table.add(record) }
    return Loaded(
      segment: segment, date: date, count: records.count, badRowCount: parser.badRowCount,
      staleReason: staleReason)
  }
}

/// The files of the symbol master, one a segment (FYERS.md, section 11).
public enum SymbolSegment: String, Sendable, CaseIterable {
  /// NSE cash.
  case nseCash = "NSE_CM"
  /// NSE equity derivatives.
  case nseDerivatives = "NSE_FO"
  /// NSE currency derivatives.
  case nseCurrency = "NSE_CD"
  /// NSE commodities.
  case nseCommodity = "NSE_COM"
  /// BSE cash.
  case bseCash = "BSE_CM"
  /// BSE equity derivatives.
  case bseDerivatives = "BSE_FO"
  /// MCX commodities.
  case mcxCommodity = "MCX_COM"

  /// The path below the public root.
  public var path: String { "/sym_details/\(rawValue).csv" }

  /// The name of the file that caches a day.
  public func cacheName(of date: CivilDate) -> String { "\(rawValue)-\(date).csv" }

  /// The segments a symbol may be in, by its exchange: `NSE:...`, `BSE:...`, `MCX:...`.
  public static func candidates(for symbol: String) -> [SymbolSegment] {
    switch symbol.prefix(4) {
    case "NSE:": [.nseCash, .nseDerivatives, .nseCurrency, .nseCommodity]
    case "BSE:": [.bseCash, .bseDerivatives]
    case "MCX:": [.mcxCommodity]
    default: []
    }
  }
}

/// The symbol master files of the last days, in one folder.
struct SymbolCache: Sendable {
  let folder: String

  /// The days kept a segment.
  private static let daysKept = 3

  /// A day's file; nil when it is not there.
  func read(_ segment: SymbolSegment, _ date: CivilDate) throws(FyersError) -> [UInt8]? {
    do {
      // What it says is no secret, and a copied folder may have lost its modes.
      return try PrivateFile.read(
        path(segment, date), limit: SymbolMaster.largestFile, mayBeReadByOthers: true)
    } catch {
      throw .file(error.description)
    }
  }

  /// Keeps a day's file and lets the oldest go.
  func write(_ bytes: [UInt8], _ segment: SymbolSegment, _ date: CivilDate) throws(FyersError) {
    do {
      try PrivateFile.write(bytes, to: path(segment, date), folder: folder)
    } catch {
      throw .file(error.description)
    }
    for old in dates(segment).dropLast(Self.daysKept) { unlink(path(segment, old)) }
  }

  /// The newest day there is; nil when there is none.
  func newest(_ segment: SymbolSegment) -> CivilDate? { dates(segment).last }

  private func path(_ segment: SymbolSegment, _ date: CivilDate) -> String {
    "\(folder)/\(segment.cacheName(of: date))"
  }

  /// The days there are, oldest first.
  private func dates(_ segment: SymbolSegment) -> [CivilDate] {
    guard let directory = opendir(folder) else { return [] }
    defer { closedir(directory) }
    var dates: [CivilDate] = []
    while let entry = readdir(directory) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      guard name.hasPrefix(segment.rawValue + "-"), name.hasSuffix(".csv") else { continue }
      let parts = name.dropFirst(segment.rawValue.count + 1).dropLast(4).split(separator: "-")
      guard parts.count == 3, let year = Int(parts[0]), let month = Int(parts[1]),
        let day = Int(parts[2]), let date = CivilDate(year: year, month: month, day: day)
      else { continue }
      dates.append(date)
    }
    return dates.sorted()
  }
}

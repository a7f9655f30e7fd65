import Glibc
import Market

/// The symbol master files of the last days, in one folder.
struct SymbolCache: Sendable {
  let folder: String

  /// The days kept a segment.
  private static let daysKept = 3

  /// A day's file; nil when it is not there.
  func read(_ segment: SymbolSegment, _ date: CivilDate) throws(FyersError) -> [UInt8]? {
    do {
      return try PrivateFile.read(path(segment, date), limit: SymbolMaster.largestFile)
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

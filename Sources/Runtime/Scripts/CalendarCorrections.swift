import Glibc
import Market

/// What corrects the program's calendar in a session: the lines of the data folder's `calendar.txt`,
/// or those that a recording says were in force.
///
/// Whatever needs a calendar in this target takes it from here.
struct CalendarCorrections: Sendable, Equatable {
  /// The largest file read: 1 MiB.
  private static let largest = 1 << 20

  /// The lines, each a fact with its source; empty when nothing is corrected.
  let lines: [String]

  /// Nothing is corrected.
  init() { lines = [] }

  /// Reads the data folder's `calendar.txt`, if there is one.
  ///
  /// - Throws: ``Stop``: 74 when it is there and cannot be read, 65 with the line of what is malformed.
  init(in folder: String) throws(Stop) {
    let path = "\(folder)/calendar.txt"
    guard access(path, F_OK) == 0 else {
      lines = []
      return
    }
    let bytes: [UInt8]
    do throws(DiskError) {
      bytes = try SystemDisk().read(path, atMost: Self.largest)
    } catch {
      throw Stop(
        .inputOutput, "\(path): cannot \(error.action.rawValue) the calendar: \(error.reason)")
    }
    guard bytes.count <= Self.largest, let text = String(validating: bytes, as: UTF8.self) else {
      throw Stop(.badInput, "\(path): expected at most 1 MiB of UTF-8 text")
    }
    do throws(CalendarError) {
      lines = try TradingCalendar.corrections(in: text)
    } catch {
      throw Stop(.badInput, "\(path):\(error.line): \(error.reason)")
    }
  }

  /// Takes the lines that were in force in a recorded session.
  ///
  /// - Throws: ``Stop`` with exit code 65 when one is malformed.
  init(recorded lines: [String], in path: String) throws(Stop) {
    do throws(CalendarError) {
      self.lines = try TradingCalendar.corrections(in: lines.joined(separator: "\n"))
    } catch {
      throw Stop(.badInput, "\(path): calendar line \(error.line): \(error.reason)")
    }
  }

  /// The program's calendar with these corrections.
  var calendar: TradingCalendar {
    var calendar = TradingCalendar.standard
    do throws(CalendarError) {
      if !lines.isEmpty { try calendar.correct(with: lines.joined(separator: "\n")) }
    } catch {
      preconditionFailure("lines that were read once are read again: \(error)")
    }
    return calendar
  }
}

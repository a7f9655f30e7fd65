import Foundation

@testable import Scripting

/// Bars and the reference values beside them, from a file in `Fixtures`.
struct IndicatorFixture {
  /// One column of reference values.
  struct Column {
    let title: String
    let specification: IndicatorSpecification
    let output: Int
    let values: [Double?]
  }

  let bars: [IndicatorBar]
  let columns: [Column]

  /// What is wrong with a fixture.
  struct Malformed: Error {
    let text: String
  }

  /// Reads `Fixtures/NAME.csv` beside this file.
  init(named name: String) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/\(name).csv")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n")
    let rows = lines.map { line in
      line.split(separator: ",", omittingEmptySubsequences: false).map { Double($0) }
    }
    let titles = lines[0].split(separator: ",").map(String.init)
    bars = try rows.dropFirst().map { row in
      guard row.count == titles.count, let high = row[0], let low = row[1], let close = row[2],
        let volume = row[3]
      else { throw Malformed(text: "\(row)") }
      return IndicatorBar(high: high, low: low, close: close, volume: volume)
    }
    columns = try titles.indices.dropFirst(4).map { index in
      try Self.column(titles[index], rows.dropFirst().map { $0[index] })
    }
  }

  private static func column(_ title: String, _ values: [Double?]) throws -> Column {
    let halves = title.split(separator: "#")
    let parts = halves[0].split(separator: ":")
    guard let kind = IndicatorKind(rawValue: String(parts[0])), let output = Int(halves[1]) else {
      throw Malformed(text: title)
    }
    return Column(
      title: title,
      specification: try IndicatorSpecification(kind, parts.dropFirst().map { Double($0) }),
      output: output, values: values)
  }
}

import Market
import Money
import Recording
import TestSupport
import Testing

@Suite("Several files")
struct MergeTests {
  @Test("ties keep the order of the files, and within a file its own")
  func ties() throws {
    let folder = try TemporaryFolder()
    let first = try folder.file("time,symbol,ltp\n1,A,1\n2,A,2\n2,B,3\n9,A,4\n", named: "1.csv")
    let second = try folder.file("time,symbol,ltp\n0,B,5\n2,A,6\n2,C,7\n3,A,8\n", named: "2.csv")
    let reading = Reading([first, second])
    #expect(reading.error == nil)
    #expect(
      zip(reading.symbols, reading.ticks).map { "\($0)\($1.ltp)" }
        == ["B5.00", "A1.00", "A2.00", "B3.00", "A6.00", "C7.00", "A8.00", "A4.00"])
    #expect(reading.counts.ticks == 8)
    let swapped = Reading([second, first])
    #expect(
      swapped.ticks.map(\.ltp.description).joined(separator: " ")
        == "5.00 1.00 6.00 7.00 2.00 3.00 8.00 4.00")
  }

  @Test("a merge is the stable sort of all rows", arguments: 0..<60 as Range<UInt64>)
  func stableSort(seed: UInt64) throws {
    var generator = SplitMix64(seed: seed)
    let folder = try TemporaryFolder()
    var expected: [(time: Int, price: Int)] = []
    var files: [String] = []
    for file in 0..<Int.random(in: 1...7, using: &generator) {
      var csv = "time,symbol,ltp\n"
      var time = 0
      for row in 0..<Int.random(in: 0...400, using: &generator) {
        time += Int.random(in: 0...3, using: &generator) / 2
        let price = 1 + file * 1_000 + row
        csv += "\(time),A,\(price)\n"
        expected.append((time, price))
      }
      files.append(try folder.file(csv, named: "\(file).csv"))
    }
    let order = expected.indices.sorted {
      (expected[$0].time, $0) < (expected[$1].time, $1)
    }
    let batch = Int.random(in: 1...300, using: &generator)
    let reading = Reading(files, batch: batch)
    #expect(reading.error == nil, "seed \(seed)")
    #expect(
      reading.ticks.map { $0.ltp.micros / 1_000_000 }
        == order.map { Int64(expected[$0].price) }, "seed \(seed)")
    #expect(reading.counts.ticks == expected.count, "seed \(seed)")
  }

  @Test("an error in one file names it")
  func error() throws {
    let folder = try TemporaryFolder()
    let good = try folder.file("time,symbol,ltp\n1,A,1\n", named: "good.csv")
    let bad = try folder.file("time,symbol,ltp\n1,A,1\n2,A,x\n", named: "bad.csv")
    let error = try #require(Reading([good, bad]).error)
    #expect(error.description.contains("bad.csv:3:5: ltp: "))
  }

  @Test("declared instruments come first, and others get ids behind them")
  func declared() throws {
    var table = InstrumentTable()
    let declared = table.intern("B")
    let registry = SymbolRegistry(declared: table)
    let folder = try TemporaryFolder()
    let file = try folder.file("time,symbol,ltp\n1,A,1\n2,B,1\n")
    let reading = Reading([file], registry: registry)
    #expect(reading.ticks.map { registry.isDeclared($0.instrument) } == [false, true])
    #expect(reading.ticks.last?.instrument == declared)
  }

  @Test("ticks can be taken one by one, and counts follow")
  func oneByOne() throws {
    let folder = try TemporaryFolder()
    let rows = (0..<1_000).map { "\($0),A,\($0 + 1)\n" }.joined()
    let reader = try TickReader(files: [try folder.file("time,symbol,ltp\n" + rows)])
    var tick = Tick.blank
    var count = 0
    while try reader.next(into: &tick) {
      #expect(tick.time.nanoseconds == Int64(count) * 1_000_000_000)
      count += 1
      #expect(reader.counts.ticks == count)
    }
    #expect(count == 1_000)
    #expect(reader.progress.fraction == 1)
  }
}

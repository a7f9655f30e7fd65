import Fyers

/// The symbol master that `--instruments` names: FYERS' CSV or its JSON.
struct MasterFile {
  /// Where it is.
  let path: String
  /// What it says.
  let facts: InstrumentFacts

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: The file.
  ///   - symbols: The symbols that are looked for; nil for all there are.
  ///   - disk: Has the file.
  /// - Throws: ``Stop``: 74 when it cannot be read, 65 with the line of what is malformed.
  init(_ path: String, of symbols: [String]?, on disk: any SessionDisk) throws(Stop) {
    let bytes: [UInt8]
    do throws(DiskError) {
      bytes = try disk.read(path, atMost: SymbolMasterText.largest)
    } catch {
      throw Stop(
        .inputOutput, "\(path): cannot \(error.action.rawValue) the symbol master: \(error.reason)")
    }
    guard bytes.count <= SymbolMasterText.largest else {
      throw Stop(
        .badInput, "\(path): expected at most \(SymbolMasterText.largest >> 20) MiB, it is larger")
    }
    let wanted = symbols.map(Set.init)
    var facts = InstrumentFacts()
    do throws(SymbolMasterFlaw) {
      try SymbolMasterText.read(bytes) { record in
        guard wanted?.contains(record.symbol) ?? true else { return }
        facts[record.symbol] = InstrumentFacts.Row(record)
      }
    } catch {
      throw Stop(.badInput, "\(path):\(error.line): \(error.sentence)")
    }
    self.path = path
    self.facts = facts
  }
}

extension InstrumentFacts.Row {
  /// What a row of a symbol master says.
  init(_ record: SymbolRecord) {
    self.init(increment: record.increment, lot: record.lot, freeze: record.freeze)
  }
}

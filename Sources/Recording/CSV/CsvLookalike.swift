/// A column that is not read, but looks like one that is.
struct CsvLookalike: Hashable {
  /// Its name in the header.
  let name: String
  /// What it looks like.
  let column: CsvColumn

  /// The column that a header cell looks like; nil when it looks like none, or is one.
  static func column(of cell: UnsafeRawBufferPointer) -> CsvColumn? {
    guard cell.count <= 64 else { return nil }
    let name = String(decoding: cell, as: UTF8.self).lowercased()
      .filter { ("a"..."z").contains($0) || ("0"..."9").contains($0) }
    return names[name]
  }

  /// Names that others give to these columns, without what is no letter or digit.
  private static let names: [String: CsvColumn] = {
    let lists: [CsvColumn: String] = [
      .ltp: """
      price close lastprice lasttradedprice lasttradeprice lastrate tradeprice tradedprice closeprice
      closingprice settleprice mid midprice lastpx px rate
      """,
      .bid: """
      bestbid bidprice bestbidprice bidpx bidrate bid0 bid1 bidprice0 bidprice1 bp1 buyprice bestbuy
      bestbuyprice
      """,
      .ask: """
      bestask askprice bestaskprice askpx askrate ask0 ask1 askprice0 askprice1 ap1 sp1 offer
      bestoffer offerprice bestofferprice sellprice bestsell bestsellprice
      """,
      .volume: """
      vol totalvolume dayvolume volumetraded voltraded voltradedtoday totaltradedvolume
      totaltradedquantity tottradedqty totaltradedqty cumulativevolume cumvolume ttv ttq
      """,
      .ltq: """
      qty quantity size lastqty lastquantity lastsize lasttradedqty lasttradedquantity lasttradeqty
      tradeqty tradequantity tradesize tradedqty lastvolume
      """,
      .bidQuantity: """
      bidqty bidsize bidquantity bidvolume bestbidqty bestbidsize bestbidquantity bidqty1 bidsize1
      bq1 buyqty buyquantity
      """,
      .askQuantity: """
      askqty asksize askquantity askvolume bestaskqty bestasksize bestaskquantity askqty1 asksize1
      aq1 offerqty offersize offerquantity sellqty sellquantity
      """,
      .openInterest: "openinterest openint opnint",
    ]
    var names: [String: CsvColumn] = [:]
    for (column, list) in lists {
      for name in list.split(whereSeparator: \.isWhitespace) { names[String(name)] = column }
    }
    return names
  }()
}

internal import Testing

@testable internal import TestRunner

@Suite struct CoverageExportTests {
  private let text = """
    {"data":[{"files":[],"functions":[
    {"count":3,"filenames":["/p/Sources/A.swift"],"name":"a",
     "regions":[[5,20,9,4,3,0,0,0],[6,5,7,6,0,0,0,0]],"branches":[]},
    {"count":0,"filenames":["/p/Sources/A.swift"],"name":"b","regions":[[12,1,12,9,0,0,0,0]]},
    {"count":0,"filenames":["/p/Sources/A.swift"],"name":"a<Int>","regions":[[5,20,9,4,0,0,0,0]]},
    {"count":1,"filenames":["/elsewhere/S.swift"],"name":"c","regions":[[1,1,2,2,1,0,0,0]]},
    {"count":1,"filenames":[],"name":"d","regions":[]},
    {"count":1,"filenames":["x"],"name":"e","regions":[[9,1,2,2,1]]}
    ],"totals":{}}],"type":"llvm.coverage.json.export","version":"2.0.1"}
    """

  @Test func `reads functions and whether they were executed`() throws {
    let export = try #require(CoverageExport(Array(text.utf8), packageRoot: "/p"))
    #expect(export.files.keys.sorted() == ["/elsewhere/S.swift", "Sources/A.swift"])
    let file = try #require(export.files["Sources/A.swift"])
    #expect(file.functions == [5...9, 12...12])
    #expect(file.executed == [5...9])
  }

  @Test func `anything else is refused`() {
    for other in ["", "{", "[]", "{\"data\":3}", "warning: x\n\(text)"] {
      #expect(CoverageExport(Array(other.utf8), packageRoot: "/p") == nil)
    }
  }
}

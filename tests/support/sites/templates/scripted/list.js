(function () {
  var list = document.getElementById("list"), pages = document.getElementById("pages");
  var column = list.dataset.column, inPlace = list.dataset.pager === "click";
  function sign(text) {
    var h = 2166136261;
    for (var i = 0; i < text.length; i++) { h = Math.imul(h ^ text.charCodeAt(i), 16777619) >>> 0; }
    return h.toString(16);
  }
  function show(answer, page) {
    list.textContent = ""; pages.textContent = "";
    answer.rows.forEach(function (row) {
      var item = document.createElement("li"), link = document.createElement("a"), day = document.createElement("span");
      link.href = row.url; link.title = row.title; link.textContent = row.title; day.textContent = row.day;
      item.append(link, day); list.append(item);
    });
    var last = Math.max(1, Math.ceil(answer.total / answer.size)), next = document.createElement("a");
    next.textContent = "下一页";
    if (inPlace) {
      next.href = "javascript:void(0)"; next.className = page < last ? "next" : "next disabled";
      next.onclick = function () { load(page + 1); };
    } else {
      pages.textContent = "共" + answer.total + "条 第" + page + "/" + last + "页 ";
      next.href = "?page=" + (page + 1);
    }
    if (inPlace || page < last) { pages.append(next); }
  }
  function load(page) {
    fetch("/api/column/docs?column=" + column + "&page=" + page, { headers: { "X-Sign": sign(column + "|" + page) } })
      .then(function (response) { return response.json(); })
      .then(function (answer) { if (answer.code === 0) { show(answer, page); } });
  }
  load(Number(list.dataset.page));
})();

var siteInfo = {"siteGuid":"fb2ed5f8-902e-48bd-998f-a622a60c0951","projectName":"/EWB-FRONT","languageType":"zh_CN"};
var Util = { ajax: function (o) { return $.ajax(o); } };

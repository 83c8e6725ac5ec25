/* Small behaviour of the chart cards; everything else is markup and CSS. No request leaves from here. */
(function () {
  "use strict";

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.cards = {
    /** Chart or table: the class of the card says which one shows. */
    toggleTable: function (clicks, className) {
      if (!clicks) return window.dash_clientside.no_update;
      const classes = new Set(className.split(" "));
      if (!classes.delete("view-table")) classes.add("view-table");
      return Array.from(classes).join(" ");
    },
    /** Which card's number is to be explained; buttons that only just appeared ask nothing. */
    asked: function () {
      const context = window.dash_clientside.callback_context;
      const pressed = context.triggered[0];
      if (!pressed || !pressed.value) return window.dash_clientside.no_update;
      const card = context.triggered_id;
      return { page: card.page, card: card.card, click: pressed.value };
    },
    /** A click on a chart sets the filter that its mark stands for. */
    picked: function () {
      const pressed = window.dash_clientside.callback_context.triggered[0];
      const point = pressed && pressed.value && pressed.value.points && pressed.value.points[0];
      const address = point && [].concat(point.customdata)[0];
      return typeof address === "string" && address ? address : window.dash_clientside.no_update;
    },
    /** Ask for the group of cards again. */
    again: function (clicks, before) {
      return clicks.some(Boolean) ? (before || 0) + 1 : window.dash_clientside.no_update;
    },
    /** Name a new grid for screen readers and give it the columns that fit; its own first events come too early. */
    settleGrid: function (id, label) {
      settle(id, label, 50);
      return window.dash_clientside.no_update;
    },
  };

  /* A card that is filled again has for a moment still the grid that stood there before. */
  function settle(id, label, tries) {
    window.dash_ag_grid.getApiAsync(id).then(function (api) {
      if (api.isDestroyed()) {
        if (tries > 0) setTimeout(settle, 100, id, label, tries - 1);
        return;
      }
      api.setGridAriaProperty("label", label);
      fitColumns({ api: api });
    });
  }

  /* A phone shows the essential columns only. */
  function fitColumns(params) {
    if (params.api.isDestroyed()) return;
    const optional = params.api.getColumns().filter(function (column) {
      return !column.getColDef().context.essential;
    });
    params.api.setColumnsVisible(optional, window.innerWidth > 720);
  }

  /* AG Grid: functions that our column definitions and event listeners name. */
  window.dashAgGridFunctions = Object.assign(window.dashAgGridFunctions || {}, {
    fitColumns: fitColumns,
  });
  window.dashAgGridComponentFunctions = Object.assign(window.dashAgGridComponentFunctions || {}, {
    ShownCell: function (props) {
      const field = props.colDef.field;
      const mark = props.data.marks[field];
      const text = props.data.shown[field];
      const href = props.data.links[field];
      if (href) return window.React.createElement("a", { href: href, className: "inside" }, text);
      if (!mark) return text;
      if (mark.startsWith("icon")) {
        const icon = window.React.createElement("span", { className: mark, "aria-hidden": "true", key: "icon" });
        return window.React.createElement("span", { className: "stage" }, [icon, text]);
      }
      return window.React.createElement("span", { className: mark }, text);
    },
  });

  /* A menu of downloads closes on Escape, on a click elsewhere, and after a choice. */
  function closeMenus(except) {
    document.querySelectorAll("details.menu[open]").forEach(function (menu) {
      if (menu !== except) menu.open = false;
    });
  }
  document.addEventListener("click", function (event) {
    const menu = event.target.closest("details.menu");
    closeMenus(event.target.closest("a") ? null : menu);
  });
  document.addEventListener("keydown", function (event) {
    const menu = event.target.closest && event.target.closest("details.menu[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
})();

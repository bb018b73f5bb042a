"""Addresses of the room."""

from __future__ import annotations

from django.urls import path

from azymut.programmes.web.views import actions, manage, programmes

app_name = "programmes"
urlpatterns = [
    path("programy/", programmes.programme_list, name="list"),
    path("programy/<slug:public_id>/", programmes.detail, name="detail"),
    path("programy/<slug:public_id>/dzialania.xlsx", programmes.export_xlsx, name="export-xlsx"),
    path("programy/<slug:public_id>/dzialania.csv", programmes.export_csv, name="export-csv"),
    path("dzialania/<slug:public_id>/", actions.action, name="action"),
    path("moje-dzialania/", manage.manage, name="manage"),
    path("moje-dzialania/nowe/", manage.action_create, name="action-create"),
    path("moje-dzialania/<slug:public_id>/", manage.action_manage, name="action-manage"),
    path("moje-dzialania/<slug:public_id>/fakty/", manage.action_edit, name="action-edit"),
    path("moje-dzialania/<slug:public_id>/nowy-kamien/", manage.milestone_add, name="milestone-add"),
    path("moje-dzialania/<slug:public_id>/nowe-srodki/", manage.budget_add, name="budget-add"),
    path("kamienie-milowe/<slug:public_id>/osiagniety/", manage.milestone_complete, name="milestone-complete"),
    path("kamienie-milowe/<slug:public_id>/przesuniecie/", manage.milestone_postpone, name="milestone-postpone"),
    path("kamienie-milowe/<slug:public_id>/cofniecie/", manage.milestone_reopen, name="milestone-reopen"),
    path("wskazniki-dzialan/<slug:public_id>/pomiar/", manage.measurement_record, name="measurement-record"),
    path("srodki/<slug:public_id>/", manage.execution_record, name="execution-record"),
]

# SPDX-License-Identifier: Apache-2.0
"""Addresses of the desk itself."""

from __future__ import annotations

from django.urls import path

from daicho.foundation.ui.menu import MenuItem, WaitingSource, add_to_menu, add_waiting
from daicho.web.desk import (
    account,
    account_services,
    account_staff,
    home,
    jobs,
    log,
    log_analyses,
    review,
    screen_copies,
    sign_in,
    sign_in_oidc,
    sign_in_steps,
)

app_name = "desk"
add_to_menu(MenuItem("職員", "desk:staff", "staff.manage", 95))
add_to_menu(MenuItem("操作ログ", "desk:log", "audit.view", 90))
add_to_menu(MenuItem("月次点検", "desk:reviews", "audit.review", 91))
add_to_menu(MenuItem("処理", "desk:jobs", "system.settings", 97))
add_waiting(WaitingSource("system.settings", 97, jobs.waiting_jobs))
add_waiting(WaitingSource("audit.review", 90, review.waiting_reviews))
urlpatterns = [
    path("", home.home, name="home"),
    path("sign-in/", sign_in.sign_in, name="sign-in"),
    path("sign-in/second/", sign_in_steps.second, name="second-factor"),
    path("sign-in/password/", sign_in_steps.new_password, name="new-password"),
    path("sign-in/enrol/", sign_in_steps.enrolment, name="enrolment"),
    path("sign-in/oidc/", sign_in_oidc.begin, name="oidc"),
    path("sign-in/oidc/callback/", sign_in_oidc.callback, name="oidc-callback"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="change-password"),
    path("account/factors/", account.add_factor, name="add-factor"),
    path("account/factors/<int:number>/remove/", account.remove_factor, name="remove-factor"),
    path("account/codes/", account.renew_codes, name="renew-codes"),
    path("staff/", account_staff.staff_list, name="staff"),
    path("staff/new/", account_staff.staff_register, name="staff-register"),
    path("staff/services/", account_services.service_list, name="services"),
    path("staff/services/new/", account_services.service_register, name="service-register"),
    path("staff/services/of/<str:login>/", account_services.service_one, name="service-one"),
    path(
        "staff/services/of/<str:login>/secret/",
        account_services.service_secret,
        name="service-secret",
    ),
    path("staff/services/of/<str:login>/act/", account_services.service_act, name="service-act"),
    path("staff/of/<str:login>/", account_staff.staff_one, name="staff-one"),
    path("staff/of/<str:login>/change/", account_staff.staff_change, name="staff-change"),
    path("staff/of/<str:login>/act/", account_staff.staff_act, name="staff-act"),
    path("sign-out/", sign_in.sign_out, name="sign-out"),
    path("screen-copy/", screen_copies.copy_screen, name="copy-screen"),
    path("purpose/", sign_in.purpose, name="purpose"),
    path("jobs/", jobs.jobs, name="jobs"),
    path("jobs/of/<str:code>/", jobs.job, name="job"),
    path("jobs/schedules/<int:number>/stop/", jobs.stop_schedule, name="stop-schedule"),
    path("log/", log.log, name="log"),
    path("log/csv/", log.log_file, name="log-file"),
    path("log/analyses/<slug:code>/", log_analyses.analysis, name="log-analysis"),
    path("log/analyses/<slug:code>/csv/", log_analyses.analysis_file, name="log-analysis-file"),
    path("log/reviews/", review.review_list, name="reviews"),
    path("log/reviews/<int:month>/<path:section>/", review.review, name="review"),
]
